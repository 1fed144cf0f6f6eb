"""Names in texts: what is somebody's name, what is not, and what nobody can tell.

Each row is a learner, a text and what it means: `sure` (the name, in whatever way it is written),
`person` (a name that is a word as well, where a person is meant), `unclear`, or `word`.
"""

from typing import Literal

from wayfolio.model.names import Language, LearnerId
from wayfolio.model.people import People, collect_people
from wayfolio.model.portfolio import Name
from wayfolio.render.program_texts import program_words

LANGUAGES = tuple(map(Language, ("en", "es", "ar", "vi", "zh")))
Meaning = Literal["sure", "person", "unclear", "word"]

NAMES = {
    "zeb": Name(full="Zebulon Quarrington", first="Zebulon"),
    "ana": Name(full="Ana Ruiz", first="Ana"),
    "jose": Name(full="José Peña Ibáñez", first="José"),
    "francois": Name(full="François Lefèvre", first="François"),
    "jurgen": Name(full="Jürgen Weiß", first="Jürgen"),
    "oyvind": Name(full="Øyvind Sæther", first="Øyvind"),
    "lukasz": Name(full="Łukasz Żak", first="Łukasz"),
    "ines": Name(full="Inés O’Brien", first="Inés"),
    "jean": Name(full="Marie-Claire N’Dour", first="Marie-Claire"),
    "deshawn": Name(full="DeShawn McAllister", first="DeShawn"),
    "will": Name(full="Will Step", first="Will"),
    "may": Name(full="May Lund", first="May"),
    "hope": Name(full="Hope Hill", first="Hope"),
    "mark": Name(full="Mark Stone", first="Mark"),
    "my": Name(full="My Lindgren", first="My"),
    "grace": Name(full="Grace Okafor", first="Grace"),
    "summer": Name(full="Summer Brook", first="Summer"),
    "art": Name(full="Art Novak", first="Art"),
    "li": Name(full="Li Wei", first="Li"),
    "an": Name(full="An Le", first="An"),
    "jo": Name(full="Jo Parkhurst", first="Jo"),
    "bo": Name(full="Bo Lindahl", first="Bo"),
    "vi": Name(full="Vi Carrasco", first="Vi"),
    "em": Name(full="Em Sorensen", first="Em"),
    "nav": Name(full="Nav Dhillon", first="Nav"),
    "dash": Name(full="Dash Moreau", first="Dash"),
    "class": Name(full="Class Berg", first="Class"),
    "main": Name(full="Main Search", first="Main"),
    "luz": Name(full="Luz Marín", first="Luz"),
    "sol": Name(full="Sol Herrera", first="Sol"),
    "rosa": Name(full="Rosa Quiroga", first="Rosa"),
    "abril": Name(full="Abril Funes", first="Abril"),
    "mia": Name(full="Mia Castellanos", first="Mia"),
    "anh": Name(full="Nguyễn Thị Ánh", first="Ánh"),
    "minh": Name(full="Trần Minh", first="Minh"),
    "dung": Name(full="Đặng Thuỳ Dương", first="Dương"),
    "nam": Name(full="Lê Hoàng Nam", first="Nam"),
    "tuyet": Name(full="Phạm Bạch Tuyết", first="Tuyết"),
    "khue": Name(full="Vũ Khuê", first="Khuê"),
    "sami": Name(full="سامي حداد", first="سامي", latin="Sami Haddad"),
    "ahmad": Name(full="أحمد الشامي", first="أحمد", latin="Ahmad Alshami"),
    "fatima": Name(full="فاطمة زيدان", first="فاطمة"),
    "amal": Name(full="أمل دويري", first="أمل"),
    "nour": Name(full="نور الخطيب", first="نور"),
    "ali": Name(full="علي قباني", first="علي"),
    "ming": Name(full="王晓敏", first="晓敏", latin="Wang Xiaomin"),
    "wen": Name(full="李文明", first="文明", latin="Li Wenming"),
    "ting": Name(full="欧阳婷婷", first="婷婷"),
    "zhang": Name(full="張國華", first="國華", latin="Chang Kuohua"),
    "ye": Name(full="叶丽", first="丽"),
    "jun": Name(full="赵俊", first="俊"),
    "olga": Name(full="Ольга Фёдорова", first="Ольга"),
    "ram": Name(full="प्रिया शर्मा", first="प्रिया"),
    "nikos": Name(full="Νίκος Παπαδάκης", first="Νίκος"),
}


SURE = {
    "zeb": (
        "Zebulon built it. | with zebulon | ZEBULON | Zebulon's raft | Zebulon’s raft | "
        "Zebulonʼs raft | Zebulon‘s raft | Zebulon`s raft | the Zebulons | two zebulons | the"
        " Zebulons’ raft | Zebulon-like | Zebulon, Ben | (Zebulon) | “Zebulon” | Ｚｅｂｕｌｏｎ | "
        "ＺＥＢＵＬＯＮ | Zeb\xadulon | Zeb\u200bulon | Zeb\u200dulon | \u202aZebulon\u202c | "
        "Ze️bulon | Zébulon | Zebúlon | 𝒵ebulon | Zebu-\nlon came | Zebulon\nQuarrington | -"
        " by Zebulon\n  Quarrington | > Zebulon\n> Quarrington | Quarrington, Zebulon | "
        "zebulonquarrington | ZebulonQuarrington | zebulon_quarrington | zebulon.quarrington "
        "| zebulon-quarrington | QuarringtonZebulon | quarringtonzebulon | @zebulon | "
        "#zebulon | TeamZebulon | zebulon3 | zebulon.png | IMG_Zebulon_2.jpg | "
        "https://x.example/zebulon/ | zebulon@school.example | **Zebulon** | _Zebulon_ said |"
        " [Zebulon](a.md) | a/Zebulon/b | mit Zebulon, | Zebulon和我 | con Zebulon | với "
        "Zebulon | مع Zebulon | Z e b u l o n | by Z.E.B.U.L.O.N. | Z. e. b. u. l. o. n. | "
        "Z-e-b-u-l-o-n | z_e_b_u_l_o_n | QUARRINGTON Zebulon | QUARRINGTON, Zebulon | "
        r"Zeb\ulon | the Z\ebulon"
    ),
    "ana": (
        "ana | ANA RUIZ | AnaRuiz | anaruiz | ana_ruiz | ana.ruiz | ana-ruiz | RuizAna | "
        "ruizana | @anaruiz | Ana\xa0Ruiz | Ana\u200b | Ána | Ana's | los dibujos de Ana | "
        "Ana  \nRuiz | *Ana* **Ruiz** | Ana2 | the Anas | A n a | ᴀɴᴀ | RUIZ Ana | Ruiz, A N A"
    ),
    "jose": (
        "José | Jose | JOSE | José | jose peña | Jose Pena | José Peña Ibáñez | josépeña"
        " | josepena | con José. | Joséʼs | dijo José | Peña Ibáñez, José | Ibáñez, José Peña | "
        "Peña, José | J o s é"
    ),
    "francois": "François | Francois | FRANCOIS | FRANÇOIS | francoislefevre",
    "jurgen": "Jürgen | Jurgen | Juergen | Jürgen Weiss | juergen weiss",
    "oyvind": "Øyvind | Oyvind | Oeyvind | OYVIND SAETHER",
    "lukasz": "Łukasz | Lukasz | lukasz zak",
    "ines": "Inés | Ines | Ines O'Brien | inesobrien | Ines OBrien | O’Brien, Inés",
    "jean": (
        "Marie-Claire | Marie Claire | marieclaire | Marie‑Claire | Marie‐Claire | "
        "N’Dour, Marie-Claire"
    ),
    "deshawn": "DeShawn | Deshawn | deshawn | DeShawn McAllister | deshawnmcallister",
    "will": "Will Step | will.step@x | WillStep | step, Will Step | Step, Will",
    "hope": "Hill, Hope | Hope Hill",
    "may": "May Lund | may lund | maylund | Lund, May | LundMay",
    "anh": (
        "Nguyễn Thị Ánh | Nguyen Thi Anh | Nguyễn Thị Ánh | NGUYỄN THỊ ÁNH | nguyenthianh"
        " | Ánh Nguyễn | nguyễn thị\nánh"
    ),
    "dung": "Đặng Thuỳ Dương | Dang Thuy Duong | đặng thùy dương",
    "tuyet": "Phạm Bạch Tuyết | Pham Bach Tuyet",
    "khue": "Khuê | Khue | Khuê | bạn Khuê | KHUÊ",
    "sami": (
        "سامي | وسامي | بسامي | لسامي | كسامي | فسامي | مع سامي حداد | سامى | سـامي | سَامِي "
        "| Sami | sami haddad | samihaddad | يا سامي"
    ),
    "ahmad": "أحمد | احمد | وأحمد | لأحمد | أَحْمَد | Ahmad | ahmadalshami",
    "fatima": "فاطمة | فاطمه | وفاطمة | لفاطمة زيدان",
    "ming": (
        "晓敏 | 我和晓敏去公园 | 王晓敏 | 王晓敏同学 | 晓敏的画 | Wang Xiaomin"
        " | wangxiaomin | Xiaomin Wang | 王 晓敏"
    ),
    "wen": "李文明 | 我和李文明去 | Li Wenming | liwenming",
    "ting": "欧阳婷婷 | 婷婷说 | 跟婷婷玩 | 歐陽婷婷",
    "zhang": "張國華 | 张国华 | 張国华 | 我和国华去公园 | 國華的畫 | Chang Kuohua",
    "ye": "叶丽 | 葉麗 | 我問葉麗。",
    "jun": "赵俊 | 我问赵俊。",
    "olga": "Ольга | ольга | Ольга Фёдорова | Ольга Федорова",
    "ram": "प्रिया | प्रिया शर्मा | मैं और प्रिया",
    "nikos": "Νίκος | Νικος | ΝΙΚΟΣ",
}
"""However it is written."""

PERSON = {
    "will": (
        "with Ｗｉｌｌ | with W\u00adill | So we, Will and I, built it. | I asked Will."
        " | with Will | and Will helped | Will's raft | my friend Will | @will |"
        " thanks to Will | told Will | when Will came | He said Will helped. | I know that "
        "Will came. | thank you Will | Can Will come?"
    ),
    "may": "with May | and May | I met May there. | my friend May | @may",
    "hope": "I asked Hope. | with Hope | Ms. Hope | Hope’s drawing",
    "mark": "with Mark | I think Mark knows. | Mark's edge | @mark",
    "my": "with My | My's map",
    "grace": "by Grace | I saw Grace. | Grace's bridge",
    "art": "with Art | my friend Art",
    "li": "with Li | I asked Li. | Li's map | @li | and Li",
    "an": "with An | for An | An's map | bạn An | với An | tên là An",
    "jo": "Hello, Jo | with Jo | Jo's map | I saw Jo.",
    "bo": "with Bo | and Bo | Bo’s map",
    "em": "with Em | @em | với Em",
    "nav": "with Nav | I asked Nav. | Nav’s bridge",
    "dash": "with Dash | I met Dash.",
    "class": "with Class | Class's bridge",
    "main": "with Main",
    "luz": "con Luz | ayudé a mi amiga Luz | para Luz | le dije a Luz",
    "sol": "con Sol | mi prima Sol",
    "rosa": "de Rosa | pregunté a Rosa",
    "abril": "con Abril | mi amiga Abril",
    "minh": "với Minh | bạn Minh | tên là Minh",
    "nam": "với Nam | bạn Nam",
    "anh": "với Ánh | bạn Ánh",
    "amal": "مع أَمَل | مع أمل | صديقتي أمل | قالت لي: يا أمل | أمل قالت",
    "nour": "مع نور | اسمها نور | نور رسمت",
    "ali": "مع علي | يا علي | علي قال",
    "wen": "和文明说 | 我问文明同学 | 我問文明同學",
}
"""A word as well, and here a person."""

UNCLEAR = {
    "will": "Will, the builder | Will showed me. | Will came late. | Will | Will and Ben | - Will",
    "may": "May showed me. | May is here. | May asked me.",
    "hope": "Hope, my partner, helped. | Hope helped me. | Hope",
    "mark": "Mark helped. | Mark and Ben",
    "my": "My helped me. | My and Ben",
    "grace": "Grace | Grace laughed.",
    "summer": "Summer asked me.",
    "an": "An asked me. | An showed me.",
    "li": "Li built it. | Li",
    "luz": "Luz me ayudó. | Luz y Ana",
    "rosa": "Rosa la ayudó.",
    "minh": "Minh nói với em.",
}

WORD = {
    "will": (
        "Will it turn in May? | will it turn | I will | We will see. | Will you help? | Will "
        "the wheel turn? | Will there be wind? | “Will it turn?” I asked. | I Will | The Will"
        " of the people | free will | goodwill | - Will it turn? | # Will it float? | <p>Will"
        " it float?</p> | what-will-float | willing | Will this work?"
    ),
    "may": (
        "in May | May 2027 | 3 May | on 3 May | since May | May I help? | April and May | it "
        "may rain | last May | the May fair | May the best raft win | maybe"
    ),
    "hope": (
        "Hope you like it. | I hope so | hopeful | Hope it floats | My Hope for the River | "
        "We climbed the hill. Hope it holds."
    ),
    "mark": (
        "Mark the edge | mark the edge | Please Mark the edge | <mark>x</mark> | a mark | "
        "Mark each corner. | bookmark | Marking"
    ),
    "my": "My bridge holds. | my | on my bridge | Myself",
    "grace": "with grace | a grace | graceful | The Grace of a curve",
    "summer": "last Summer | in Summer | Summer holidays | the Summer fair | this summer",
    "art": "art | our Art room | the Art of maps | artist",
    "li": "<li>x</li> | li | a li | <ul><li>Zebra</li></ul> | list | Lily",
    "an": (
        "An old bridge | an engine | An hour later | and | AN ENGINE | Any | bình an | "
        "Building An Engine"
    ),
    "jo": "jo | John | job",
    "bo": "bo | Bob | body | con bò | quả bơ | bỏ đi",
    "vi": "vi un pájaro | Vi un pájaro | Vi el mar | vì sao | via | ví dụ",
    "em": "em | <em>x</em> | Em thích cầu. | 1em | them | em trai",
    "nav": "<nav> | nav bar | navy | the nav",
    "dash": "a dash | dash line | - a dash - | dashboard | <hr class=dash>",
    "class": "my class | class | classes | <p class=x> | the Class of 2027",
    "main": "the main road | <main> | main | the Main road",
    "luz": "la luz | luz | de luz solar | trasluz",
    "sol": "el sol | solo | sale el sol",
    "rosa": "una rosa | color rosa | rosado",
    "abril": "en abril | el 3 de abril | en Abril",
    "mia": "la culpa es mía | media",
    "minh": "thông minh | mình | Mình thích | của mình",
    "nam": "Việt Nam | miền nam | năm 2027 | phía Nam | nấm",
    "anh": "tiếng Anh | anh trai | nước Anh | ảnh | hình ảnh | cành",
    "khue": "khu vườn",
    "zeb": "zebra | Zeb | zebulonic | Ze bulon | Z e b | *Zeb* ulon | a b c | zeb-ulonic",
    "ana": "ana8e46 | 3ana7f | banana | analysis | Anaheim | anagram | Diana",
    "jose": "Josefina",
    "sami": "سامية | إسلام | حسام",
    "amal": "عندي أمل كبير | الأمل | أمل في المستقبل | بدون أمل",
    "nour": "نور الشمس | النور | ضوء نور القمر",
    "ali": "على الطاولة | على | عليه | عال",
    "ming": "拂晓 | 敏感 | 大小",
    "wen": "文明社会 | 人类的文明 | 文化",
    "ting": "亭亭",
    "zhang": "张 | 国家 | 中华",
    "jun": "英俊 | 俊",
    "olga": "Волга",
    "ram": "क्रिया",
}
"""Nobody's name here."""

MARKED = {
    "Z*e*bulon": "N.",
    "**Zeb**ulon": "**N.**",
    "by **her, Zeb**ulon": "by **her, N.**",
    "==Zeb==ulon": "==N.==",
    "Zeb~~ul~~on": "N.",
    "Ze^b^ul~o~n": "N.",
    "Zeb`ul`on": "N.",
    "Z&#101;bulon": "N.",
    "&#x5a;ebulon": "N.",
    "Zeb&zwj;ulon": "N.",
    "Zeb&shy;ulon": "N.",
    "Zeb<!-- x -->ulon": "N.",
    "Zeb<wbr>ulon": "N.",
    "<b>Zeb</b>ulon": "<b>N.</b>",
    "<b>by Zeb</b>ulon": "<b>by N.</b>",
    "[Zeb](a.md)ulon": "[N.](a.md)",
    "[Zeb][a]ulon": "[N.][a]",
    "[Zebulon](a.md) [Quarrington](b.md)": "[N.](a.md)",
    "[Zeb](zebulon.md)ulon": "[N.](N.md)",
    "Zeb{++ul++}on": "N.",
    r"Zeb\_ulon": "N.",
    "**Zebulon** Quarrington": "**N.**",
    "**Zebulon Quarrington**": "**N.**",
    "[Zebulon](a.md)": "[N.](a.md)",
    "Ze-bu-lon": "N.",
    "Z, e, b, u, l, o, n": "N.",
    "Z\n- e\n- b\n- u\n- l\n- o\n- n": "N.",
    "\u202enolubeZ\u202c": "N.",
    '<bdo dir="rtl">nolubeZ</bdo>': "N.",
    "Zеbulοn": "N.",
    "Ζebulon": "N.",
    "ᴢᴇʙᴜʟᴏɴ": "N.",
    "Ze·bu·lon": "N.",
}
"""Zebulon, as markup takes the name apart; and what stands there instead, with its markup whole."""

MEANINGS: tuple[tuple[Meaning, dict[str, str]], ...] = (
    ("sure", SURE),
    ("person", PERSON),
    ("unclear", UNCLEAR),
    ("word", WORD),
)
ROWS = [
    (learner, text, meaning)
    for meaning, texts in MEANINGS
    for learner, written in texts.items()
    for text in written.split(" | ")
]


def people_with(key: str) -> People:
    """Return the names of one learner, who may not be named, in a school of five languages."""
    learner = LearnerId(key)
    handles = {learner: (key, f"{key}-login")}
    program = program_words(LANGUAGES)
    return collect_people({learner: NAMES[key]}, {learner: None}, frozenset(), program, handles)
