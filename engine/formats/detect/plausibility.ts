import { isMultiByte, type Encoding } from '../encodings/names.ts'

/** The encodings that a file of unknown encoding is tried in, the more usual first. */
export const SUSPECTS: readonly Encoding[] = [
  'windows-1252', 'windows-1250', 'windows-1251', 'gb18030', 'gbk', 'shift_jis', 'euc-kr', 'big5', 'euc-jp', 'windows-1254', 'windows-1253', 'iso-8859-2', 'macintosh', 'koi8-r', 'cp850', 'cp437', 'ibm866',
  'windows-1257', 'windows-1255', 'windows-1256', 'windows-874', 'iso-8859-15', 'iso-8859-5', 'iso-8859-7', 'iso-8859-9', 'koi8-u', 'iso-8859-13',
]

/**
 * How much a text looks like one, as points a byte beyond ASCII: letters stand among letters of their script, in lower case within words; the
 * letters that a language needs most are most of them. Boxes, fractions and control characters within words say that the bytes mean
 * something else. A model of letters, not of words: it has to do with a table of names.
 */
export function plausibility(text: string, encoding: Encoding): number {
  const isDouble = isMultiByte(encoding)
  let points = 0
  let bytes = 0
  const latin = new Map<number, number>()
  let before = NO_POINT
  for (let i = 0; i < text.length;) {
    const point = text.codePointAt(i) as number
    i += point > 0xffff ? 2 : 1
    if (point >= 0x80) {
      const width = isDouble && !isHalfWidth(point) ? 2 : 1
      bytes += width
      points += width * pointsOf(point, before, text.codePointAt(i) ?? NO_POINT)
      if (isLetter(point) && scriptOf(point) === 'Latin') latin.set(point, (latin.get(point) ?? 0) + 1)
    }
    before = point
  }
  points += pointsOfLanguage(latin)
  return bytes === 0 ? 0 : points / bytes
}

/** Beside the first character and the last; no letter. */
const NO_POINT = 0

/** Accented letters come from one language's alphabet, as a rule: those of the one that has most of them speak for the text, the others against it. */
function pointsOfLanguage(counts: ReadonlyMap<number, number>): number {
  const letters = new Map<string, number>()
  let total = 0
  for (const [point, count] of counts) {
    const letter = String.fromCodePoint(point).toLowerCase()
    letters.set(letter, (letters.get(letter) ?? 0) + count)
    total += count
  }
  let most = 0
  for (const alphabet of LATIN_ALPHABETS) {
    let own = 0
    for (const [letter, count] of letters) if (alphabet.has(letter)) own += count
    most = Math.max(most, own)
  }
  return 0.7 * most - 0.9 * (total - most)
}

/** What European languages have beside a to z. */
const LATIN_ALPHABETS: readonly ReadonlySet<string>[] = [
  'äöüß', 'àâæçéèêëîïôœùûüÿ', 'áéíñóúü', 'áâãàçéêíóôõú', 'àèéìíîòóù', 'åäöé', 'æøåé', 'áðéíóúýþæö', 'àèéëïíóöüáç', 'ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'ăâîșțşţ',
  'čćđšž', 'čšžáéü', 'çğıöşüâîi̇', 'ąčęėįšųūž', 'āčēģīķļņōŗšūž', 'äõöüšž', 'äöåšž', 'ćčđšžéü', 'ëçáé', 'ĉĝĥĵŝŭ', 'ċġħżàèìòù', 'ŵŷâêîôûäëïö',
  'àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ', 'ªºáéíñóúü',
].map(letters => new Set(letters))

const isHalfWidth = (point: number): boolean => point >= 0xff61 && point <= 0xff9f

function pointsOf(point: number, before: number, after: number): number {
  if (point === 0xfffd) return -6
  if (point < 0xa0 || (point >= 0xe000 && point < 0xf900)) return -4
  if (point >= 0x3040 && point < 0x3100) return 1.2
  if (isHalfWidth(point)) return -0.8
  if (point >= 0x4e00 && point < 0xa000) return FREQUENT_HAN.has(point) ? 1.6 : 0.15
  if (point >= 0xac00 && point < 0xd7a4) return FREQUENT_HANGUL.has(point) ? 1.3 : 0.4
  if ((point >= 0x3000 && point < 0x3040) || (point >= 0xff00 && point < 0xff61)) return 0.5
  return (kindOf(point) & (LETTER | MARK)) === 0 ? pointsOfSign(point, before, after) : pointsOfLetter(point, before, after)
}

const pointsIn = (text: string): ReadonlySet<number> => new Set(Array.from(text, character => character.codePointAt(0) ?? 0))

/** Signs that texts have; all others are a mark of the wrong encoding, within a word most of all. */
const SIGNS = pointsIn('€£°©®«»–—‘’“”„…•§·¿¡²³½№´×±µ™\u00a0')
const APOSTROPHE = 0x2019, MIDDLE_DOT = 0xb7
function pointsOfSign(point: number, before: number, after: number): number {
  const isInWord = isLetter(before) && isLetter(after)
  if (!SIGNS.has(point)) return isInWord ? -2 : -1.2
  return isInWord && point !== APOSTROPHE && point !== MIDDLE_DOT ? -1 : 0.4
}

const KNOWN = 1, LETTER = 2, UPPER = 4, LOWER = 8, MARK = 16
/** Of each character up to U+FFFF what it is, as soon as somebody has asked: Unicode's tables are long. */
const kinds = new Uint8Array(0x10000)

function kindOf(point: number): number {
  const known = kinds[point] ?? 0
  if (known !== 0) return known
  const character = String.fromCodePoint(point)
  const kind = KNOWN | (/\p{L}/u.test(character) ? LETTER : 0) | (/\p{Lu}/u.test(character) ? UPPER : 0) | (/\p{Ll}/u.test(character) ? LOWER : 0) | (/\p{M}/u.test(character) ? MARK : 0)
  if (point < kinds.length) kinds[point] = kind
  return kind
}

const isLetter = (point: number): boolean => (kindOf(point) & LETTER) !== 0
const isUpper = (point: number): boolean => (kindOf(point) & UPPER) !== 0
const isLower = (point: number): boolean => (kindOf(point) & LOWER) !== 0

type Script = 'Latin' | 'Cyrillic' | 'Greek' | 'Hebrew' | 'Arabic' | 'Thai' | 'other'
function scriptOf(point: number): Script {
  if (point < 0x250 || (point >= 0x1e00 && point < 0x1f00)) return 'Latin'
  if (point >= 0x370 && point < 0x400) return 'Greek'
  if (point >= 0x400 && point < 0x530) return 'Cyrillic'
  if (point >= 0x590 && point < 0x600) return 'Hebrew'
  if (point >= 0x600 && point < 0x700) return 'Arabic'
  return point >= 0xe00 && point < 0xe80 ? 'Thai' : 'other'
}

function pointsOfLetter(point: number, before: number, after: number): number {
  const script = scriptOf(point)
  if (script === 'other') return -1
  const common = COMMON[script]
  const frequency = common === undefined ? 0 : common.frequent.has(point) ? 0.5 : common.known.has(point) ? 0.2 : -0.7
  let points = 0.5 + frequency
  for (const neighbour of [before, after]) {
    if (!isLetter(neighbour)) continue
    const isSame = scriptOf(neighbour) === script
    points += isSame ? 0.2 : -1
  }
  // A capital within a word of small letters; a small letter that stands alone among capitals.
  if (isUpper(point) && isLower(before)) points -= 1.2
  if (isLower(point) && isUpper(before) && isUpper(after)) points -= 0.8
  // Scripts other than Latin write words, not single letters in others' words.
  if (script !== 'Latin' && !isLetter(before) && !isLetter(after)) points -= 0.4
  return points
}

interface Letters {
  /** What a text has most of. */
  readonly frequent: ReadonlySet<number>
  /** What its languages have at all. */
  readonly known: ReadonlySet<number>
}

const letters = (frequent: string, known: string): Letters => ({ frequent: pointsIn(frequent), known: pointsIn(known + known.toUpperCase() + frequent.toUpperCase()) })

/** Of the scripts in which encodings differ in the order of their letters only. */
const COMMON: Readonly<Partial<Record<Script, Letters>>> = {
  Cyrillic: letters('оеаинтсрвлкмдпуязыь', 'бгчйхжшюцщэфёъіїєґўљњџђћјѕѓќ'),
  Greek: letters('αοιετσνηυρπκμλςωίάόέή', 'δγχθφβξζψύώϊϋΐΰ'),
  Hebrew: letters('יוהלאמרתבשנ', 'עדקחפכגצטסזםןךףץ'),
  Arabic: letters('اليمنروتبةعدسهفقكح', 'جشصطخذضزثئءغظىأإآؤپچژگ'),
  Thai: letters('านรกเงมยลวดทตสปคพบหอใไะีิ่้', 'ขจชซถธนผฝฟภศษฬฮแโำุู็์ัืฐณญ'),
}

/** Characters that texts and tables of names have most of: Chinese, simplified and traditional, and Japanese; and Korean syllables. */
const FREQUENT_HAN = pointsIn('的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切业务國這個們來時為說學對後經過會發開動長現當點麼無從實機問還裡應兩種業與車書電東門間見關話聲體將給進氣區義產員場頭張師報達際轉連運買賣錢銀號價廣馬鳥魚龍島陳劉黃趙周吳徐孫朱胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤省市县区路街号有限公司股份集团科技贸易店铺价格数量日期名称编号产品订单客户地址电话东西南北京上海广州深圳田中山本鈴木佐藤高橋伊渡辺村松井上野川島崎原藤岡谷橋都道府県町丁目番号円株式会社本店支日月火水木金土曜年時分発売単価数量合計商品顧客住所氏名電話備考出荷在庫納期担当部課長新宿渋谷品大阪京都東横浜名古屋福岡札幌仙台神戸北九州')
const FREQUENT_HANGUL = pointsIn('이다는의에가을하고지사한도로기그들어나대인자서리시수것아있일를여정라으제부주해보전상게원소면니만스보은등장비동구들성선과위조모우연생국안학결적현실유명문세용경남김박최강윤임오신권황송홍서울부산광역시도군읍면길번호가격제품주문고객주소전화날짜이름영민준지현수진희')
