/** Bytes of base64 text. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i)
  return bytes
}

const IMPORT_SECTION = 2
const MEMORY_IMPORT = 2
const SHARED_WITH_MAXIMUM = 3
const UNSHARED_WITH_MAXIMUM = 1

/**
 * Rewrites, in place, the memory import of a WebAssembly binary from shared to unshared. Only the limits flag changes, so one
 * build serves pages and engines that refuse shared memory. The memory must be the first import, as in all our modules.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html#import-section
 */
export function unshareMemory(binary: Uint8Array): void {
  let at = 8
  const unsigned = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++]
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  while (at < binary.length) {
    const section = binary[at++]
    const length = unsigned()
    if (section !== IMPORT_SECTION) {
      at += length
      continue
    }
    unsigned()
    for (let name = 0; name < 2; name++) {
      const characters = unsigned()
      at += characters
    }
    if (binary[at++] !== MEMORY_IMPORT) throw new Error("the first import of a kernel module must be its memory")
    if (binary[at] === SHARED_WITH_MAXIMUM) binary[at] = UNSHARED_WITH_MAXIMUM
    return
  }
}
