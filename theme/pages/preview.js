// Of a preview only: asks whether this page is still the newest, and shows what is to be mended.
const script = document.currentScript;
const page = encodeURIComponent(location.pathname);
const box = document.createElement("section");
box.setAttribute("role", "alert");
box.dir = "auto";
Object.assign(box.style, {
  background: "#fff",
  border: "3px solid #b3261e",
  color: "#1a1a1a",
  font: "16px/1.5 sans-serif",
  padding: "0.5rem 1rem",
});

const part = (tag, text) => {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
};

const show = ({ language, title, mistakes }) => {
  box.lang = language;
  box.replaceChildren();
  box.hidden = mistakes.length === 0;
  if (box.hidden) return;
  box.append(part("strong", title));
  for (const { at, message, hint } of mistakes) {
    const told = part("p", "");
    told.append(part("code", at), document.createElement("br"), message);
    told.append(document.createElement("br"), part("em", hint));
    box.append(told);
  }
};

const wait = async (seen) => {
  for (;;) {
    try {
      const answer = await fetch(`/_preview/news?page=${page}&seen=${seen}`);
      const news = await answer.json();
      if (news.again) return location.reload();
      show(news);
      seen = news.seen;
    } catch {
      // The preview was stopped; perhaps it begins again.
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
};

document.body.prepend(box);
box.hidden = true;
wait(Number(script.dataset.seen));
