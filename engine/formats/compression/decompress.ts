import { ConnectorError } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'
import { bunzip2 } from './bzip2.ts'
import { displayName } from './display-name.ts'
import { gunzip } from './gzip.ts'
import { defaultLimits, type DecompressionLimits } from './limits.ts'
import type { Compression } from './recognize.ts'
import { unpack, type Unpacker } from './unpack.ts'
import { unxz } from './xz.ts'
import { listMembers, readMember } from './zip.ts'
import { unzstd } from './zstd.ts'

const UNPACKERS: Readonly<Record<Exclude<Compression, 'zip'>, Unpacker>> = {
  gzip: gunzip,
  bzip2: open => bunzip2(open()),
  xz: open => unxz(open()),
  zstd: open => unzstd(open()),
}

/**
 * The content of a packed file, in pieces of at most 2 MB. Memory: what the format needs to look back, at most 256 MiB, and a few MB.
 * Of a zip archive, the content of its only file.
 * @throws ConnectorError `damaged_archive`, `decompression_limit`, `unsupported_compression`; of a zip archive also `encrypted_member`,
 *   and `several_members` when it does not hold just one file
 */
export async function* decompress(source: ByteSource, compression: Compression, limits: DecompressionLimits = defaultLimits, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (compression === 'zip') yield* readMember(source, await onlyMember(source), limits, signal)
  else yield* unpack(() => source.stream(signal), UNPACKERS[compression], source.name, limits, signal)
}

async function onlyMember(source: ByteSource): Promise<string> {
  const files = (await listMembers(source)).filter(({ isDirectory }) => !isDirectory)
  const [only, ...others] = files
  if (only !== undefined && others.length === 0) return only.name
  throw new ConnectorError('several_members', `${source.name} holds ${files.length} files, and one is needed`, {
    details: { numFiles: files.length }, hint: files.length === 0 ? 'Give another file.' : `Choose one: ${files.slice(0, 20).map(({ name }) => displayName(name)).join(', ')}${files.length > 20 ? ' …' : ''}.`,
  })
}
