"""Words that are names as well, and the words around a name that tell which of the two is meant.

In English, Spanish, Arabic, Vietnamese and Chinese; compared in their normal form.
"""

from wayfolio.model.normal_form import fold_text, fold_words

_ENGLISH = """
a about above across act actor add after age ago air all alone also always amber amen among an and
angel any apple april arch area arm army art as ash ask at august autumn away axel axis bad bag
bake baker ball band bank bar barb base basil bat bath bay be bean bear beau bed bee bell belle
bend berry best bet big bill bin bird bishop bit black blade blaze blossom blue boat bob body bond
bone bonnie book booth boss bow box boy brad branch brand brandy brave bread breeze brick bridge
briar brook brooks brown buck bud buddy bug bus bush but buy by cab cable cage cake call cam camp
can candy cap car card care carol cash cast cat cedar chance char charity chase cherry chip chuck
church clay clear clementine cliff clover coal coast coat cob code colt come con constance cook
cool cooper copper coral corn cotton court cove cow crew crimson crow crystal cub cup curt cut
cyan daily daisy dale damp dan dandy darling dash dawn day dean dear deed deer dell den denim
destiny dick did diesel dig dim din dine dip do dock doll dolly don dot dove down drake draw drew
drum duke dust dusty each eagle ear earl earth east easter easy ebony eden edge echo egg ember em
emerald end envy era ever eve even evening every eye face fair faith fall family fan far farmer
fate faye fawn felicity fern few field figure fin finch finn fire fish fisher flint flora flow
flower fly ford forest fort foster fox frank fred free friday frost fun gale game gate gem gene
general genesis gentle ginger girl glad glade glass glen glory go gold golden good gore grace
grand grant gray great green grey grove guard gull gun guy gust had hail hale hall halo ham hand
handy happy hare harmony harp has hart harvest hat haven hay hazel he heart heath heather heaven
hen her here hero hill him his holiday holly home honesty honey honor honour hood hope horn hot
house how hue hug hunt hunter i ice if in indigo ink iris iron is island it ivory ivy jack jade
jasmine jay jean jet jewel jim job joker journey joy joyce judge july june junior just justice kay
keen key kid kin kind king kit kite knight lace lad lady lake lamb land lane lark laurel laurels
lavender law lay lea leaf league lee left leg legacy lens let liberty lie life light lilac lily
lime lin line link lion list load long lord lot lotus love loyal luck lucky lucy lunar lux lynx
mac made magnolia main major male man manner manor many map maple mar march marina mark marsh mart
mason mat match mate max maximum may meadow mean meet melody memory men mercy merit merry mid
might miles milky mill miller mime min mine mint miss mist misty mob mode modest mom monday
monitor moon moral more morning moss most mother mud much must my myrtle name natural navy neat
net new next nick night no noble noel none noon nor north not nova now number oak oat ocean odd of
off oil old olive on once one only opal open or orange orchid order otter our out over own owl ox
pace pack page paint pan pansy park parker part pat patience paw pay peace peach pear pearl peg
pen pence penny pepper pet petal petunia pick piece pierce pike pilot pine pink piper pip pit
place plane plum poet point pole pool poppy port post power precious present presley price pride
primrose prince princess prose prudence pure purity quest quince rain ram rank rat raven ray read
real reason rebel red reed reef reign remedy rest rice rich ridge right ring river rivers road rob
robin rock rocky rod rogue roll root rope rose rosemary rosy row rowan royal ruby rue rule run
rush russet rust rusty sable safari saffron sage sail saint salt same sand sandy sap sapphire sat
saturn saw say scarlet sea season second see sent serenity set seven shade shadow shall she shell
shepherd shine ship shore silk silver sing singer sir six sky sly smith snow so sol some son song
sonny soul south spark sparrow spring spruce star stark state steel stem step sterling stone storm
story street strong sue summer sun sunday sunny sunshine sure swan sweet table tad take tale tan
tank tea teal teddy temple ten term than that the them then there they thorn thyme tiger time tin
ting tip to today ton too top trace tray tree trinity trip true truth try tub tucker tuesday tulip
twig two umber unity up us use val vale valentine valley van vee velvet venture venus verity
victory view viola violet violets vine virtue vista wade wake walker wall wally wand war ward warm
warren was water wave way we wednesday week well west what wheat when where white who why wild
wilder will willow win wind windy wing winner winter wise with wit wolf wonder wood woods wool
word work world wren wright year yellow yes yet you young your zen zephyr zero zip zone mayday
markup willpower artwork rosewood penknife sunlight moonlight
"""
_SPANISH = """
abril abra abre africa agua aguila al alas alba alegria alma alta altar alto amada amado amable
america amor amparo anda angel angeles ano ara arco arena arte asi asia asuncion aurora ave
azucena azul bella belen blanca blanco bravo buena bueno cada calle campo candela caro caridad
carmen casa caso casto cielo clara claro clavel como con concepcion consuelo coral corazon cruz
cuando cuenta da dama de del desea dia dios do dolores domingo don donde dulce edad el ella en
eran era es esa ese esmeralda esperanza estrella eva fatal fe feliz felicidad fiel fin flor flora
flores fortuna franco fuente fuego gala gema gloria gracia guerra guerrero hijo hoja hoy iba iris
isla ira jade jardin jazmin julio junio justa justo la largo las le leal lean leon les libertad
lila lima linda lirio llama lo los lucero lucha luna luz lleno mal mana mano mar mara maravilla
marca margarita marina martes marzo mas mayo mayor me mejor mercedes mi miel mil milagro milagros
mira moreno mundo muy nada nave nieve nieves ni nina nino no nos nube nueva nuevo ola olmo olivo
oro otra otro oliva olvido pan para paz pera perla pero pia piedad piedra pilar pino plata plaza
por prado presentacion primavera prudencia que reina rey reyes rico rio rocio roca rojo romero
rosa rosales rosario rubi rubio sal salvador salud san sana santa santo santos se segundo sena ser
serena severo si sierra sin sol soledad solo son su sueno sur tal te tierra toda todo tu un una
uno va valle vaya vega ver verde vi vida viento villa violeta virtudes vista viva ya yo zafiro
"""
_VIETNAMESE = """
ai am an anh ao ba bac bach ban bang bao bay be bi bich bien binh bo boi bon buoi ca cac cai cam
can canh cao cat cau cay cha chan chau che chi chia chieu chim cho chu chung co con cong cu cua
cuc cung cuoi da dai dam dan dang danh dao dat dau day de den di diem dien diep do doan doc dong
du dung duoc duong duy em gia giang giao gio giup ha hai ham han hang hanh hao hau hay hien hiep
hieu ho hoa hoai hoan hoang hoc hoi hong hop hue hung huong huu huy huyen khac khai khang khanh
khi khoa khoi khong khuc kia kiem kien kieu kim ky la lai lam lan lang lanh lap le li lien linh lo
loan loc loi long lop lua luan luc luong ly ma mai man manh mau may me men mi minh mo moi mon mong
mot mua muc mui muon my na nam nang nay nga ngan nghi nghia ngo ngoc nguyet nha nhan nhat nhi
nhien nhu nhung ninh no noi non nu nuoc oanh on ong phai phan phat phi pho phong phu phuc phung
phuong qua quan quang que quoc quy quyen quynh ra rang rat roi rung sac sach sang sao sau sen so
son song su suong ta tai tam tan tang tao tat tay te ten thach thai tham than thang thanh thao
thay the thi thien thinh tho thoa thoai thom thu thua thuan thuc thuong thuy tien tieng tin tinh
to toan toi ton tra trai tram tran trang tre tri trinh trong truc trung truoc truong tu tuan tue
tung tuoi tuong tuyen tuyet uyen va van vang ve vi viec vien viet vinh vo voi vong vu vui vuong vy
xa xanh xem xin xinh xuan xuyen y yen
"""
_ARABIC = """
أمل نور سلام سعيد جميل جميلة إيمان حياة وردة ربيع بدر قمر شمس نجم نجمة سماء ندى رحمة بركة فرح فرحة
سرور بهجة وفاء صفاء هناء رجاء دعاء شفاء ضياء بهاء علاء سناء وئام سهام إسلام أحلام أنوار أزهار زهرة
زهور ريحان ياسمين نسيم نسمة نعمة منى أماني غاية هبة عطاء جمال جلال غالي حبيب حبيبة صديق أمين باسم
حكيم رحيم مجد مجيد سعاد سعد سعادة هلال فجر صباح ضحى ليل مساء عيد أسد صقر نمر غزال ريم مها جنة جنى
تقوى سيف فارس قائد إمام حلم روح ورد رزق مبارك ظافر بسمة ملاك أية آية نهى علا سما شهد عنبر أريج شذى
زين زينة حلا دنيا مرح براء وعد عهد أنس سحر سمر علي بها لنا له لها
"""
_CHINESE = """
文明 天明 光明 和平 国庆 建国 春天 夏天 秋天 冬天 春雨 春华 小雨 大雨 小雪 大雪 雪花 小草 阳光 天空
海洋 大海 大山 江山 江河 长江 黄河 星星 月亮 月光 太阳 彩虹 彩霞 朝阳 晨光 晨曦 黎明 希望 梦想 快乐
平安 幸福 健康 安宁 安静 美丽 美好 聪明 勇敢 诚实 友谊 知行 学文 文学 文化 文静 文雅 文心 思维 思想
思考 思源 向阳 向上 向前 自强 自立 自然 天然 天天 明天 明白 明月 明亮 明珠 小小 小心 小花 小河 小明
子夜 东方 东风 南方 北方 西风 中华 中国 爱国 爱华 爱民 人民 国家 国强 一一 一心 一鸣 一帆 一凡 可可
可心 可欣 乐乐 乐天 乐山 青山 青松 青春 海燕 海鸥 海浪 海波 海风 海涛 白云 云海 云飞 白雪 花香 百合
玫瑰 牡丹 茉莉 秋月 秋水 冬梅 腊梅 梅花 兰花 莲花 红梅 红旗 红日 金星 金山 银河 水晶 宝贝 宝宝 家乐
家和 新年 新春 新月 新民 立春 立夏 立秋 立冬 清明 谷雨 元旦 元宵 端午 中秋 重阳 子涵 成功 成长 建设
建立 高山 高兴 高峰 永远 永久 长城 长春 千里 万里 万年
"""
_OF_PROGRAMS = """
abbr address area article aside audio base bdi bdo body br button canvas caption center circle
cite class code col colgroup color column content copy data datalist dd del details dfn dialog dir
div dl dt em embed fieldset figure filter font footer form frame grid group head header hr href
html id iframe image img index inline input ins item kbd key label legend li line link list login
logo main map mark math media menu meta meter min max name nav node none note object ol opacity
optgroup option output page panel param path pattern picture polygon pre print progress query rect
role root ruby samp script search section select shadow site slot small source span src stop
strong style sub summary sup svg switch table tag target tbody td template text textarea tfoot
theme thead time title token tr track type url use user value var video view wbr width height css
js json xml png jpg pdf csv api app web dash dot star plus minus lines bar tab tabs card cards
badge badges skill skills learner learners
"""

ORDINARY = frozenset(fold_words(" ".join((_ENGLISH, _SPANISH, _VIETNAMESE, _ARABIC, _OF_PROGRAMS))))
"""Names that are words as well: such a name counts only where the text means a person."""
ORDINARY_RUNS = frozenset(map(fold_text, _CHINESE.split()))
"""The same in scripts without blanks between words."""


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_words(text))


TIMES = _words(
    "january february march april may june july august september october november december"
    " spring summer autumn fall winter monday tuesday wednesday thursday friday saturday sunday"
    " easter noel christmas enero febrero marzo abril mayo junio julio agosto domingo primavera"
)
"""Months, seasons and days."""
AROUND_TIMES = _words(
    "in on since until till during before after last next this early late mid of every each en"
    " desde hasta durante"
)
"""Before a time, these say that it is one."""
VERBS_OF_BOTH = _words("is was has had can will would does did and or es era tiene y")
"""After a time, these leave open whether it is a person."""
DETERMINERS = _words("the an this these those my your his its our their each every any some")
"""Before a word, these say that it is one: the summer, my hope."""
DETERMINERS_OF_TITLES = DETERMINERS | _words(
    "a no el la los las un una unos unas del al mi tu su mot"
)
"""These say so in a title alone: elsewhere, Spanish writes `la Rosa` of people."""
PRONOUNS = _words("i we they he she who please")
"""Before a verb, these say that it is one: I may, please mark."""
FOLLOWERS = _words(
    "i you he she it we they him us them the a an this that these those my your his her its our"
    " their there so not be to each every all any some everyone everybody anyone anybody someone"
    " somebody nobody people students learners where how what two three four five six seven"
    " eight nine ten"
)
"""After a word that begins a sentence, these say that it is one: will it, mark the, hope you."""
SPANISH_VERBS = _words("vi ve mira abre anda da va para")
FOLLOWERS_OF_VERBS = _words(
    "un una unos unas el la los las lo al a mi tu su que como muchos dos tres"
)
"""The same in Spanish, where they may stand behind a name as well: Rosa la llama."""
LITTLE_WORDS = _words("my al son so do be me no in is it he we us to or la le thi than los las en")
"""Names that begin a sentence as little words before any other word: my bridge, al final."""
COMPANIONS = _words(
    "with and for from to by thank thanks ask asked tell told help helped met meet saw called"
    " named con para por gracias pregunte ayude conoci llamada llamado voi cung cam hoi gap giup"
    " ten مع يا صديقي صديقتي زميلي زميلتي اختي اخي اسمي اسمها اسمه الطالب الطالبة شكرا ساعدني"
    " ساعدتني سالت سألت شكرت قابلت رأيت علمتني علمني السيد السيدة الاستاذ الاستاذة ابنة ابن بنت"
)
"""Before a name, these say that it is a person's."""
IS_CALLED = "là"
"""The same in Vietnamese; without its accent it is a Spanish article."""
TITLES = _words(
    "mr mrs ms miss mx dr sir friend friends brother sister cousin classmate classmates partner"
    " teammate sr sra srta senor senora senorita don dona amigo amiga hermano hermana primo"
    " prima companero companera ban co thay ong ba chi bac"
)
VERBS_OF_PEOPLE = _words(
    "said says asked asks answered told tells showed shows helped helps made makes built builds"
    " wrote writes read reads drew draws thinks thought wants wanted likes liked knows knew"
    " found finds gave gives took takes came comes went goes came left spoke speaks talked talks"
    " explained explains taught teaches learned learns worked works tried tries played plays"
    " sang sings danced painted paints cooked laughed smiled cried agreed suggested invited"
    " joined presented shared led measured designed planned called dijo dice pregunto pregunta"
    " respondio conto mostro muestra ayudo ayuda hizo hace construyo escribio escribe leyo"
    " dibujo dibuja piensa penso quiere queria sabe dio tomo vino fue hablo explico explica"
    " enseno trabajo trabaja jugo canto pinto cocino rio propuso invito compartio midio diseno"
    " noi hoi tra ke chi giup ve viet doc nghi cho giai قال قالت سال سالت ساعد ساعدت ساعدني"
    " ساعدتني عمل عملت رسم رسمت كتب كتبت صنع صنعت شرح شرحت ذهب ذهبت جاء جاءت يقول تقول يساعد"
    " تساعد يعمل تعمل بنى بنت وجد وجدت غنى غنت لعب لعبت"
)
"""After a name, these say that it is a person's."""
COMPOUNDS = frozenset(
    {
        ("viet", "nam"),
        ("mien", "nam"),
        ("phia", "nam"),
        ("tieng", "anh"),
        ("nuoc", "anh"),
        ("my", "thuat"),
        ("hoa", "ky"),
        ("hoa", "sen"),
        ("song", "hong"),
    }
)
"""Two words that are a country, a language or the like together."""

BEFORE_A_PERSON = frozenset("和跟与同叫给帮问请让对找是谢")
"""Signs of Chinese that may stand before a name."""
AFTER_A_PERSON = frozenset("说问答帮同老给教告叫讲写画做")

ARABIC_PREFIXES = (
    "وال",
    "فال",
    "بال",
    "كال",
    "ولل",
    "فلل",
    "وبال",
    "ول",
    "وب",
    "فل",
    "فب",
    "لل",
    "ال",
    "يا",
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
)
"""What Arabic writes in one word with the name behind it: and, so, by, like, to, the, o."""
