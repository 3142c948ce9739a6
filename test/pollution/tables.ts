import { createRandom, type Random } from '../../app/sample/random.ts'

/** A table without a fault: every row has as many cells as there are labels, and no cell starts or ends with white space. */
export interface Table {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

type Row = readonly string[]

/** The cells of row `index`, from 0. */
type RowMaker = (index: number, random: Random) => Row

function table(name: string, header: Row, rowCount: number, seed: number, makeRow: RowMaker): Table {
  const random = createRandom(seed)
  return { name, header, rows: Array.from({ length: rowCount }, (_, index) => makeRow(index, random)) }
}

/** A whole number from `least` to `most`, both included. */
const between = (random: Random, least: number, most: number): number => least + random.below(most - least + 1)
const decimal = (random: Random, least: number, most: number, digits: number): string =>
  (least + (random.next() / 4294967296) * (most - least)).toFixed(digits)
const digits = (random: Random, count: number): string => Array.from({ length: count }, () => String(random.below(10))).join('')
const two = (number: number): string => String(number).padStart(2, '0')
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

interface Day { readonly year: number, readonly month: number, readonly day: number }
const someDay = (random: Random): Day => ({ year: between(random, 1995, 2024), month: between(random, 1, 12), day: between(random, 1, 28) })
const isoDate = ({ year, month, day }: Day): string => `${year}-${two(month)}-${two(day)}`
const clock = (random: Random): string => `${two(random.below(24))}:${two(random.below(60))}:${two(random.below(60))}`
/** `1234567.8` → `1.234.567,80`. */
const german = (amount: number): string => amount.toFixed(2).replace('.', ',').replace(/\B(?=([0-9]{3})+(?![0-9]))/g, '.')

const WORDS = ('after again air bridge bright carries clear cold copper corner cotton dark deep early evening field fine fold garden glass '
  + 'green handle heavy hollow iron keeps ladder large leather letter light linen market metal middle morning narrow needle north '
  + 'open paper plain quiet river rope round salt sand shadow silver simple small soft stone street summer table thin timber '
  + 'travel under upper valley warm water window winter wooden yellow').split(' ')

/** A sentence of `count` words, with a comma in the middle where it is long. */
export function sentence(random: Random, count: number): string {
  const words = times(count, () => random.pick(WORDS))
  const text = words.map((word, at) => (at === 5 ? `${word},` : word)).join(' ')
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}

const FIRST = ['Anna', 'Ben', 'Carla', 'David', 'Eva', 'Felix', 'Grace', 'Henry', 'Ines', 'Jonas', 'Klara', 'Liam', 'Mia', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sam', 'Tara', 'Victor']
const LAST = ['Adams', 'Baker', 'Clarke', 'Dupont', 'Evans', 'Fischer', 'Garcia', 'Hughes', 'Ivanov', 'Jensen', 'Keller', 'Lopez', 'Moreau', 'Novak', 'Owens', 'Petit', 'Rossi', 'Schmidt', 'Turner', 'Wagner']
const CITIES = ['Paris', 'Berlin', 'Madrid', 'Rome', 'London', 'New York', 'Boston, MA', 'Portland, OR', 'Vienna', 'Prague', 'Oslo', 'Dublin']

const customers = table('customers', ['customer_id', 'name', 'email', 'city', 'signed_up', 'orders', 'balance'], 120, 11, (i, random) => {
  const [first, last] = [random.pick(FIRST), random.pick(LAST)]
  return [String(1001 + i), `${first} ${last}`, `${first}.${last}@example.com`.toLowerCase(), random.pick(CITIES), isoDate(someDay(random)), String(random.below(60)), decimal(random, -200, 5000, 2)]
})

const sensors = table('sensors', ['timestamp', 'sensor', 'temperature', 'humidity', 'pressure', 'ok'], 300, 12, (i, random) => [
  `2024-03-${two(1 + Math.floor(i / 24) % 28)}T${two(i % 24)}:00:00Z`, `S-${two(1 + random.below(8))}`, decimal(random, -12, 31, 1), decimal(random, 20, 99, 1),
  decimal(random, 980, 1035, 2), random.chance(0.95) ? 'true' : 'false',
])

const bank = table('bank-statement', ['Buchungstag', 'Empfänger', 'Verwendungszweck', 'Betrag', 'Saldo', 'Währung'], 90, 13, (i, random) => {
  const { year, month, day } = someDay(random)
  const purpose = random.pick(['Miete', 'Gehalt', 'Strom', 'Lebensmittel', 'Versicherung, Beitrag', 'Übertrag', 'Rückzahlung'])
  return [`${two(day)}.${two(month)}.${year}`, random.pick(['Stadtwerke Köln', 'Müller GmbH', 'Bäckerei Groß', 'REWE', 'Finanzamt München']), `${purpose} ${i + 1}/${year}`,
    german(between(random, -300000, 400000) / 100), german(between(random, 0, 90000000) / 100), 'EUR']
})

const products = table('products', ['sku', 'title', 'description', 'price', 'stock'], 60, 14, (i, random) => {
  const extra = random.pick(['', '', ` Sold as "${random.pick(WORDS)}".`, `\n${sentence(random, 4)}`, ` ${random.pick(WORDS)}; ${random.pick(WORDS)}; ${random.pick(WORDS)}.`])
  return [`AB-${1000 + i}`, `${random.pick(WORDS)} ${random.pick(WORDS)}${random.chance(0.2) ? ' 5" wide' : ''}`, `${sentence(random, between(random, 6, 24))}${extra}`, decimal(random, 1, 400, 2), String(random.below(900))]
})

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const events = table('events', ['event', 'iso', 'german', 'american', 'written', 'at', 'stamp'], 80, 15, (i, random) => {
  const { year, month, day } = someDay(random)
  return [`E${i + 1}`, isoDate({ year, month, day }), `${two(day)}.${two(month)}.${year}`, `${month}/${day}/${year}`, `${day} ${MONTHS[month - 1] ?? ''} ${year}`, clock(random), `${isoDate({ year, month, day })} ${clock(random)}`]
})

const codes = table('codes', ['zip', 'account', 'phone', 'batch', 'status', 'checked'], 150, 16, (_, random) => [
  `0${digits(random, 4)}`, `000${digits(random, 7)}`, `+49 30 ${digits(random, 7)}`, `${random.pick(['A', 'B', 'C'])}${digits(random, 3)}-${digits(random, 2)}`, random.pick(['open', 'closed', 'on hold']), isoDate(someDay(random)),
])

const GREETINGS: readonly Row[] = [
  ['English', 'Good morning', 'Thank you'], ['Deutsch', 'Grüß Gott', 'Vielen Dank, schönen Tag'], ['Français', 'Ça va bien', 'Merci à tous'], ['Ελληνικά', 'Καλημέρα', 'Ευχαριστώ'],
  ['Русский', 'Доброе утро', 'Спасибо'], ['日本語', 'おはようございます', 'ありがとう'], ['中文', '早上好', '谢谢，再见'], ['العربية', 'صباح الخير', 'شكرا'], ['עברית', 'בוקר טוב', 'תודה'],
  ['Türkçe', 'Günaydın', 'Teşekkürler'], ['हिन्दी', 'सुप्रभात', 'धन्यवाद'], ['한국어', '안녕하세요', '감사합니다'], ['Emoji', '👋🏽 hi', '🙏'],
]
const languages = table('languages', ['no', 'language', 'greeting', 'thanks', 'votes', 'updated'], 70, 17, (i, random) => [String(i + 1), ...random.pick(GREETINGS), String(random.below(5000)), isoDate(someDay(random))])

const wide = table('wide', ['station', 'region', ...times(38, at => `measure_${two(at + 1)}`)], 40, 18, (i, random) => [
  `ST${two(i + 1)}`, random.pick(['north', 'south', 'east', 'west']), ...times(38, at => (at % 4 === 0 ? String(random.below(1000)) : decimal(random, 0, 50, 2))),
])

const narrow = table('narrow', ['word', 'count'], 200, 19, (_, random) => [random.pick(WORDS), String(random.below(10000))])

const books = table('books', ['title', 'author', 'genre', 'publisher', 'shelf'], 50, 20, (_, random) => [
  `The ${random.pick(WORDS)} ${random.pick(WORDS)}`, `${random.pick(LAST)}, ${random.pick(FIRST)}`, random.pick(['novel', 'poetry', 'history', 'science', 'travel']),
  random.pick(['Harbour Press', 'Old Mill Books', 'Lantern', 'Blue Door', 'North & Sons']), random.pick(['upper hall', 'lower hall', 'reading room', 'cellar']),
])

const numbers = table('numbers', ['x', 'y', 'z', 'weight', 'class'], 250, 21, (_, random) => [
  decimal(random, -10, 10, 4), decimal(random, -10, 10, 4), decimal(random, 0, 1000, 1), String(between(random, 1, 99)), String(random.below(4)),
])

const sparse = table('sparse', ['id', 'visited', 'height', 'weight', 'pulse', 'remark', 'next'], 100, 22, (i, random) => {
  const rarely = (cell: string): string => (random.chance(0.3) ? cell : '')
  return [String(i + 1), rarely(isoDate(someDay(random))), rarely(decimal(random, 150, 200, 1)), rarely(decimal(random, 45, 120, 1)), rarely(String(between(random, 50, 120))), rarely(sentence(random, 4)), rarely(isoDate(someDay(random)))]
})

const AGENTS = ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36', 'curl/8.4.0', 'Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0', 'Googlebot/2.1 (+http://www.google.com/bot.html)']
const weblog = table('web-log', ['time', 'client', 'method', 'url', 'status', 'bytes', 'agent'], 120, 23, (_, random) => [
  `2024-01-${two(between(random, 1, 28))} ${clock(random)}`, times(4, () => String(between(random, 1, 254))).join('.'), random.pick(['GET', 'POST', 'HEAD']),
  `https://example.org/${random.pick(WORDS)}/${random.pick(WORDS)}?q=${random.pick(WORDS)}&page=${random.below(9)}`, random.pick(['200', '301', '404', '500']), String(random.below(90000)), random.pick(AGENTS),
])

/** Tables of different nature. */
export const tables: readonly Table[] = [customers, sensors, bank, products, events, codes, languages, wide, narrow, books, numbers, sparse, weblog]

interface Words { readonly labels: Row, readonly people: Row, readonly places: Row, readonly notes: Row }

/** What one-language files say; each row of 80 has a person, a place, a date, an amount and a remark. */
const local = (name: string, seed: number, { labels, people, places, notes }: Words): Table =>
  table(name, labels, 80, seed, (i, random) => [String(i + 1), random.pick(people), random.pick(places), isoDate(someDay(random)), decimal(random, 1, 900, 2), random.pick(notes)])

/** Tables in one language each, for the encodings of that language. */
export const localTables: readonly Table[] = [
  local('western', 31, {
    labels: ['Nr', 'Prénom', 'Città', 'Fecha', 'Größe', 'Anmerkung'], people: ['Jürgen Weiß', 'Zoë Lefèvre', 'José Núñez', 'Søren Ågård', 'François Béart', 'João Conceição'],
    places: ['Köln', 'Málaga', 'Orléans', 'São Paulo', 'Århus', 'Besançon'], notes: ['schöne Grüße', 'déjà payé', 'mañana por la mañana', 'à bientôt', 'tudo está bem, não há pressa', 'für später übrig', '“Très bien”, 25 € – merci'],
  }),
  local('central', 32, {
    labels: ['lp', 'imię', 'město', 'dátum', 'částka', 'megjegyzés'], people: ['Łukasz Żak', 'Jiří Dvořák', 'Małgorzata Wójcik', 'Gyöngyi Szűcs', 'Željko Đurić', 'Božena Němcová'],
    places: ['Łódź', 'Kraków', 'Plzeň', 'Győr', 'Košice', 'Čačak'], notes: ['proszę zapłacić później', 'děkuji, příště', 'köszönöm szépen', 'nie ma już więcej', 'příliš žluťoučký kůň', 'zażółć gęślą jaźń'],
  }),
  local('cyrillic', 33, {
    labels: ['номер', 'имя', 'город', 'дата', 'сумма', 'примечание'], people: ['Анна Петрова', 'Иван Смирнов', 'Ольга Кузнецова', 'Сергей Попов', 'Дмитрий Волков'],
    places: ['Москва', 'Казань', 'Новосибирск', 'Нижний Новгород', 'Тверь'], notes: ['оплачено полностью', 'нет на складе', 'позвонить завтра, после обеда', 'доставка в пятницу', 'без замечаний'],
  }),
  local('japanese', 34, {
    labels: ['番号', '氏名', '都市', '日付', '金額', '備考'], people: ['山田太郎', '佐藤花子', '鈴木一郎', '高橋美咲', '田中さくら'], places: ['東京都', '大阪市', '横浜市', '札幌市', '名古屋'],
    notes: ['至急お願いします', '在庫なし', '表示を確認してください', 'ポスト投函', '来週の金曜日、午後に配達', 'ソフトウェア能力'],
  }),
  local('chinese', 35, {
    labels: ['编号', '姓名', '城市', '日期', '金额', '备注'], people: ['张伟', '王芳', '李娜', '刘洋', '陈静'], places: ['北京', '上海', '广州', '深圳', '成都'],
    notes: ['已经付款', '没有库存', '请尽快发货', '下周五送到', '客户要求退货，等待处理', '价格需要确认'],
  }),
  local('traditional', 36, {
    labels: ['編號', '姓名', '城市', '日期', '金額', '備註'], people: ['陳怡君', '林志明', '黃淑芬', '張家豪', '李雅婷'], places: ['臺北', '高雄', '臺中', '臺南', '新竹'],
    notes: ['已經付款', '沒有庫存', '請儘快出貨', '下週五送達', '客戶要求退貨，等待處理', '許功蓋'],
  }),
  local('korean', 37, {
    labels: ['번호', '이름', '도시', '날짜', '금액', '비고'], people: ['김민수', '이영희', '박지훈', '최수진', '정하늘'], places: ['서울', '부산', '대구', '인천', '광주'],
    notes: ['결제 완료', '재고 없음', '빠른 배송 부탁드립니다', '다음 주 금요일 도착', '고객 요청으로 반품 처리'],
  }),
]
