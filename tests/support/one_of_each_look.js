// Runs behind axe's own script: color contrast is judged for one text of each look, not for each text.
{
    const groundOf = (element) => {
        const grounds = [];
        for (let at = element; at; at = at.parentElement) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
            grounds.push(backgroundColor, backgroundImage, opacity);
            if (backgroundColor.startsWith("rgb(")) break;
        }
        return grounds;
    };
    const nameOf = (element) => `${element.tagName}.${element.getAttribute("class")}`;
    const lookOf = (element) => {
        const { color, fontSize, fontWeight } = getComputedStyle(element);
        const names = [nameOf(element), nameOf(element.parentElement)];
        return [...names, color, fontSize, fontWeight, ...groundOf(element)].join();
    };
    const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
    const holdsText = (element) =>
        element.matches("input, select, textarea") || [...element.childNodes].some(isText);

    const looks = new Set();
    for (const element of document.body.querySelectorAll("*")) {
        element.toggleAttribute("data-test-contrast", false);
        if (!holdsText(element) || looks.has(lookOf(element))) continue;
        looks.add(lookOf(element));
        element.toggleAttribute("data-test-contrast", true);
    }
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-test-contrast]" }] });
}
