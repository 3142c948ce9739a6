import { problem, type Issue } from '../base/issue.ts'
import { parseCell } from '../data/cast.ts'
import { typeNamed, type DataType } from '../data/type.ts'
import { all, any, call, cast, isIn, nothing, type Branch, type Expr } from './expr.ts'
import { tokenize, type Token } from './tokens.ts'

export type Parsed = { readonly ok: true, readonly expr: Expr } | { readonly ok: false, readonly issue: Issue }

/** Nesting beyond this is refused, so that no expression overflows a stack or an engine. */
const MAX_DEPTH = 100
const MAX_LENGTH = 20_000

/**
 * Parses a row expression of the SQL-like language (docs/expressions.md). Loosest first:
 * `or`, `and`, `not`, comparison, `+ - ||`, `* / // %`, unary `-`, primary.
 * There are no subqueries, no statements and no names but columns and the listed functions.
 */
export function parseExpression(source: string): Parsed {
  if (source.length > MAX_LENGTH) return { ok: false, issue: problem('expression_too_long', [], `the expression is longer than ${MAX_LENGTH} characters`) }
  const tokens = tokenize(source)
  if (!tokens.ok) return { ok: false, issue: { ...problem('expression_syntax', [], tokens.message, tokens.hint), offset: tokens.at } }
  try {
    return { ok: true, expr: new Parser(tokens.tokens).parse() }
  } catch (error) {
    if (error instanceof SyntaxTrouble) {
      return { ok: false, issue: { ...problem('expression_syntax', [], error.message, error.hint), offset: error.at } }
    }
    throw error
  }
}

class SyntaxTrouble extends Error {
  constructor(message: string, readonly at: number, readonly hint?: string) {
    super(message)
  }
}

const COMPARISONS: Readonly<Record<string, 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'>> = {
  '=': 'eq', '==': 'eq', '<>': 'ne', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge',
}
const ADDITIVE: Readonly<Record<string, 'add' | 'sub' | 'concat_op'>> = { '+': 'add', '-': 'sub', '||': 'concat_op' }
const MULTIPLICATIVE: Readonly<Record<string, 'mul' | 'div' | 'intdiv' | 'mod'>> = { '*': 'mul', '/': 'div', '//': 'intdiv', '%': 'mod' }
const TYPED_LITERALS = ['date', 'datetime', 'timestamp', 'time'] as const
/** Words that cannot be bare column names, because the grammar gives them a place. */
const RESERVED = new Set(['and', 'or', 'not', 'is', 'null', 'in', 'between', 'like', 'ilike', 'case', 'when', 'then', 'else', 'end', 'true', 'false', 'as', 'cast'])

class Parser {
  private at = 0
  private depth = 0
  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Expr {
    const expr = this.expression()
    const rest = this.peek()
    if (rest.kind !== 'end') throw new SyntaxTrouble(`unexpected ${describe(rest)} after the end of the expression`, rest.at, 'Join conditions with "and" or "or".')
    return expr
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)] as Token
  }

  private next(): Token {
    const token = this.peek()
    this.at++
    return token
  }

  private word(...words: readonly string[]): boolean {
    const matches = words.every((word, i) => { const token = this.peek(i); return token.kind === 'word' && token.text.toLowerCase() === word })
    if (matches) this.at += words.length
    return matches
  }

  private symbol(text: string): boolean {
    const token = this.peek()
    if (token.kind !== 'symbol' || token.text !== text) return false
    this.at++
    return true
  }

  private expect(text: string, context: string): void {
    if (this.symbol(text) || this.word(text)) return
    const token = this.peek()
    throw new SyntaxTrouble(`expected "${text}" ${context}, found ${describe(token)}`, token.at)
  }

  private expression(): Expr {
    if (++this.depth > MAX_DEPTH) throw new SyntaxTrouble(`the expression is nested deeper than ${MAX_DEPTH} levels`, this.peek().at)
    const expr = this.disjunction()
    this.depth--
    return expr
  }

  private disjunction(): Expr {
    const parts = [this.conjunction()]
    while (this.word('or')) parts.push(this.conjunction())
    return any(...parts)
  }

  private conjunction(): Expr {
    const parts = [this.negation()]
    while (this.word('and')) parts.push(this.negation())
    return all(...parts)
  }

  private negation(): Expr {
    let negated = false
    while (this.word('not')) negated = !negated
    const input = this.comparison()
    return negated ? call('not', input) : input
  }

  private comparison(): Expr {
    let left = this.additive()
    for (;;) {
      const token = this.peek()
      const fn = token.kind === 'symbol' ? COMPARISONS[token.text] : undefined
      if (fn) {
        this.next()
        left = { ...call(fn, left, this.additive()), at: token.at }
        continue
      }
      const special = this.predicate(left)
      if (!special) return left
      left = special
    }
  }

  /** `is null`, `in (…)`, `between … and …`, `like`, and their negations. */
  private predicate(input: Expr): Expr | undefined {
    if (this.word('is', 'not', 'null')) return call('is_not_null', input)
    if (this.word('is', 'null')) return call('is_null', input)
    const start = this.at
    const negated = this.word('not')
    const positive = this.word('in') ? this.membership(input)
      : this.word('between') ? this.range(input)
        : this.word('like') ? call('like', input, this.additive())
          : this.word('ilike') ? call('ilike', input, this.additive())
            : undefined
    if (!positive) this.at = start
    return positive && negated ? call('not', positive) : positive
  }

  private membership(input: Expr): Expr {
    const at = this.peek().at
    this.expect('(', 'after "in"')
    const values = this.list(')', 'the list of values')
    return { ...isIn(input, values), at }
  }

  private range(input: Expr): Expr {
    const low = this.additive()
    this.expect('and', 'between the two bounds of "between"')
    return call('and', call('ge', input, low), call('le', input, this.additive()))
  }

  private additive(): Expr {
    return this.leftToRight(ADDITIVE, () => this.leftToRight(MULTIPLICATIVE, () => this.unary()))
  }

  private leftToRight<F extends Parameters<typeof call>[0]>(operators: Readonly<Record<string, F>>, operand: () => Expr): Expr {
    let left = operand()
    for (;;) {
      const token = this.peek()
      const fn = token.kind === 'symbol' ? operators[token.text] : undefined
      if (!fn) return left
      this.next()
      left = { ...call(fn, left, operand()), at: token.at }
    }
  }

  private unary(): Expr {
    if (this.symbol('+')) return this.unary()
    const { at } = this.peek()
    if (!this.symbol('-')) return this.primary()
    const token = this.peek()
    if (token.kind === 'number') {
      this.next()
      return numberLiteral(`-${token.text}`, at)
    }
    if (++this.depth > MAX_DEPTH) throw new SyntaxTrouble(`the expression is nested deeper than ${MAX_DEPTH} levels`, at)
    const input = this.unary()
    this.depth--
    return { ...call('neg', input), at }
  }

  private primary(): Expr {
    const token = this.next()
    switch (token.kind) {
      case 'text': return { kind: 'literal', value: token.text, type: { name: 'string' }, at: token.at }
      case 'number': return numberLiteral(token.text, token.at)
      case 'name': return { kind: 'column', name: token.text, at: token.at }
      case 'word': return this.named(token)
      case 'symbol':
        if (token.text === '(') {
          const inner = this.expression()
          this.expect(')', 'to close the bracket')
          return inner
        }
        break
      case 'end': break
    }
    throw new SyntaxTrouble(`expected a value, found ${describe(token)}`, token.at)
  }

  private named(token: Token): Expr {
    const word = token.text.toLowerCase()
    const follows = this.peek()
    switch (word) {
      case 'null': return { ...nothing, at: token.at }
      case 'true':
      case 'false': return { kind: 'literal', value: word === 'true', type: { name: 'boolean' }, at: token.at }
      case 'case': return this.choice(token.at)
    }
    const typed = TYPED_LITERALS.find(name => name === word)
    if (typed && follows.kind === 'text') {
      this.next()
      return typedLiteral(typed, follows.text, token.at)
    }
    if (follows.kind === 'symbol' && follows.text === '(') {
      this.next()
      if (word === 'cast') return this.castTo(token.at)
      const args = this.symbol(')') ? [] : this.list(')', `the arguments of ${word}`)
      if (word === 'if') return this.ifThenElse(args, token.at)
      return { kind: 'call', fn: word, args, at: token.at }
    }
    if (RESERVED.has(word)) throw new SyntaxTrouble(`expected a value, found "${token.text}"`, token.at, `A column of that name is written in double quotes: "${token.text}".`)
    return { kind: 'column', name: token.text, at: token.at }
  }

  private ifThenElse(args: readonly Expr[], at: number): Expr {
    const [condition, then, otherwise = null] = args
    if (!condition || !then || args.length > 3) throw new SyntaxTrouble('if takes a condition, a value and, if you like, another value', at)
    return { kind: 'case', branches: [{ when: condition, then }], otherwise, at }
  }

  private choice(at: number): Expr {
    const branches: Branch<Expr>[] = []
    while (this.word('when')) {
      const condition = this.expression()
      this.expect('then', 'after the condition of "when"')
      branches.push({ when: condition, then: this.expression() })
    }
    if (branches.length === 0) throw new SyntaxTrouble('"case" needs at least one "when"', at)
    const otherwise = this.word('else') ? this.expression() : null
    this.expect('end', 'to close "case"')
    return { kind: 'case', branches, otherwise, at }
  }

  private castTo(at: number): Expr {
    const input = this.expression()
    this.expect('as', 'in "cast(value as type)"')
    const token = this.next()
    const type = token.kind === 'word' ? typeNamed(token.text.toLowerCase()) : undefined
    if (!type) throw new SyntaxTrouble(`unknown type ${describe(token)}`, token.at, 'Types: string, integer, number, decimal(p, s), boolean, date, datetime, timestamp, time.')
    const to = type === 'decimal' ? this.decimalType() : { name: type }
    this.expect(')', 'to close "cast"')
    return { ...cast(input, { to }), at }
  }

  private decimalType(): DataType {
    const digits = (): number => { const token = this.next(); return token.kind === 'number' && /^[0-9]+$/.test(token.text) ? Number(token.text) : NaN }
    const { at } = this.peek()
    this.expect('(', 'after "decimal"')
    const precision = digits()
    this.expect(',', 'between precision and scale')
    const scale = digits()
    this.expect(')', 'after the scale')
    if (!(precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision)) throw new SyntaxTrouble('decimal needs a precision of 1 to 38 and a scale of 0 to the precision', at)
    return { name: 'decimal', precision, scale }
  }

  private list(close: string, what: string): Expr[] {
    const items = [this.expression()]
    while (this.symbol(',')) items.push(this.expression())
    this.expect(close, `to close ${what}`)
    return items
  }
}

function numberLiteral(text: string, at: number): Expr {
  if (/^-?[0-9]+$/.test(text)) {
    const value = parseCell(text, { to: { name: 'integer' } })
    if (value === undefined) throw new SyntaxTrouble(`${text} does not fit into 64 bits`, at, 'Write it with a decimal point to make it a number.')
    return { kind: 'literal', value, type: { name: 'integer' }, at }
  }
  const value = parseCell(text, { to: { name: 'number' } })
  if (value === undefined) throw new SyntaxTrouble(`${text} is out of the range of a number`, at)
  return { kind: 'literal', value, type: { name: 'number' }, at }
}

function typedLiteral(name: (typeof TYPED_LITERALS)[number], source: string, at: number): Expr {
  const type: DataType = { name }
  const value = parseCell(source, { to: type, zone: 'UTC' })
  if (value === undefined) throw new SyntaxTrouble(`'${source}' is no ${name}`, at, name === 'date' ? "Dates are written date '2024-02-29'." : undefined)
  return { kind: 'literal', value, type, at }
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'end': return 'the end of the expression'
    case 'text': return `the text '${token.text}'`
    default: return `"${token.text}"`
  }
}
