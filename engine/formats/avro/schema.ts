import { Damage } from '../columnar/damage.ts'

export type AvroPrimitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string'

/** What a schema says beyond the type; only what its type can have. https://avro.apache.org/docs/1.12.0/specification/#logical-types */
export interface Logical {
  readonly name: string
  readonly precision: number
  readonly scale: number
}

export type AvroType =
  | { readonly kind: AvroPrimitive, readonly logical?: Logical | undefined }
  | { readonly kind: 'fixed', readonly bytes: number, readonly logical?: Logical | undefined }
  | { readonly kind: 'enum', readonly symbols: readonly string[] }
  | { readonly kind: 'array' | 'map', readonly items: AvroType }
  | { readonly kind: 'union', readonly branches: readonly AvroType[] }
  /** The fields are filled in once they are known: a record may be within itself. */
  | { readonly kind: 'record', readonly fields: AvroField[] }

export interface AvroField {
  readonly name: string
  readonly type: AvroType
}

const PRIMITIVES: ReadonlySet<string> = new Set<AvroPrimitive>(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'])
const isPrimitive = (name: string): name is AvroPrimitive => PRIMITIVES.has(name)
const MAX_DEPTH = 64

/** Reads a schema as JSON text. @throws Damage */
export function parseSchema(text: string): AvroType {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Damage('its schema is no JSON')
  }
  return new SchemaReader().type(json, '', 0)
}

class SchemaReader {
  private readonly named = new Map<string, AvroType>()

  /** `space`: the namespace that names without a dot are in. */
  type(json: unknown, space: string, depth: number): AvroType {
    if (depth > MAX_DEPTH) throw new Damage('its schema is nested without an end')
    if (typeof json === 'string') return this.byName(json, space)
    if (Array.isArray(json)) return { kind: 'union', branches: json.map(branch => this.type(branch, space, depth + 1)) }
    if (typeof json !== 'object' || json === null) throw new Damage('its schema has a type that is none')
    return this.ofObject(json as Record<string, unknown>, space, depth)
  }

  private byName(name: string, space: string): AvroType {
    if (isPrimitive(name)) return { kind: name }
    const known = this.named.get(name.includes('.') || space === '' ? name : `${space}.${name}`) ?? this.named.get(name)
    if (!known) throw new Damage(`its schema uses the type ${JSON.stringify(name)} and does not say what that is`)
    return known
  }

  private ofObject(json: Record<string, unknown>, space: string, depth: number): AvroType {
    const { type } = json
    if (typeof type !== 'string') return this.type(type, space, depth + 1)
    if (isPrimitive(type)) return { kind: type, logical: logicalOf(json) }
    switch (type) {
      case 'array': return { kind: 'array', items: this.type(json.items, space, depth + 1) }
      case 'map': return { kind: 'map', items: this.type(json.values, space, depth + 1) }
      case 'enum': return this.define(json, space, { kind: 'enum', symbols: listIn(json, 'symbols').map(String) })
      case 'fixed': return this.define(json, space, { kind: 'fixed', bytes: countIn(json, 'size'), logical: logicalOf(json) })
      case 'record':
      case 'error': {
        const fields: AvroField[] = []
        const record = this.define(json, space, { kind: 'record', fields })
        const inner = namespaceOf(json, space)
        for (const field of listIn(json, 'fields')) {
          if (typeof field !== 'object' || field === null) throw new Damage('its schema has a field that is none')
          const { name, type } = field as Record<string, unknown>
          fields.push({ name: String(name), type: this.type(type, inner, depth + 1) })
        }
        return record
      }
      default: return this.byName(type, space)
    }
  }

  private define<Type extends AvroType>(json: Record<string, unknown>, space: string, type: Type): Type {
    const name = String(json.name)
    const inner = namespaceOf(json, space)
    this.named.set(name.includes('.') || inner === '' ? name : `${inner}.${name}`, type)
    return type
  }
}

function namespaceOf({ name, namespace }: Record<string, unknown>, space: string): string {
  const full = String(name)
  if (full.includes('.')) return full.slice(0, full.lastIndexOf('.'))
  return typeof namespace === 'string' ? namespace : space
}

function listIn(json: Record<string, unknown>, key: string): readonly unknown[] {
  const list = json[key]
  if (!Array.isArray(list)) throw new Damage(`its schema has a type without ${key}`)
  return list
}

function countIn(json: Record<string, unknown>, key: string): number {
  const count = json[key]
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) throw new Damage(`its schema has a type without a ${key}`)
  return count
}

/** A logical type that is not sound is none, says the specification. */
function logicalOf({ logicalType, precision, scale = 0 }: Record<string, unknown>): Logical | undefined {
  if (typeof logicalType !== 'string') return undefined
  if (logicalType !== 'decimal') return { name: logicalType, precision: 0, scale: 0 }
  const isSound = Number.isInteger(precision) && Number.isInteger(scale) && (precision as number) > 0 && (scale as number) >= 0 && (scale as number) <= (precision as number)
  return isSound ? { name: logicalType, precision: precision as number, scale: scale as number } : undefined
}
