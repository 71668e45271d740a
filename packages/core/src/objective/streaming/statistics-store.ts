/** Named pieces of bytes: where statistics are kept while they are made and after. Each is there whole or not at all. */
export interface StatisticsStore {
  /** The piece, or `undefined` where there is none. */
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

/** A store that lives as long as this object. */
export function memoryStore(): StatisticsStore {
  const pieces = new Map<string, Uint8Array>()
  return Object.freeze({
    read: async (name: string) => pieces.get(name),
    write: async (name: string, bytes: Uint8Array) => void pieces.set(name, bytes),
    remove: async (name: string) => void pieces.delete(name),
  })
}

/** The bytes of numbers, little-endian as every machine that runs this is. */
export function bytesOfNumbers(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/** The numbers that such bytes hold. */
export function numbersOfBytes(bytes: Uint8Array): Float64Array {
  if (bytes.byteOffset % 8 === 0) return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 3)
  return new Float64Array(bytes.slice().buffer)
}

/** A value as bytes of JSON. */
export function bytesOfJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`)
}

/** The value that such bytes hold. @throws SyntaxError when they hold none. */
export function jsonOfBytes(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}

/** SHA-256 of bytes, hexadecimal. */
export async function digestBytes(bytes: Uint8Array): Promise<string> {
  // Bytes in shared memory would have to be copied; others are read where they are.
  const own = bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes)
  const digest = await crypto.subtle.digest("SHA-256", own)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("")
}
