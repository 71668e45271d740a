import { named, unsigned } from "./encoding.ts"
import { types, type FunctionBuilder } from "./function.ts"

const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const
/** Limits of the imported memory: shared, at least 0 and at most 65536 pages; `kernels().instantiate` unshares it where needed. */
const SHARED_MEMORY = [0x02, 0x03, ...unsigned(0), ...unsigned(65536)]

/**
 * A WebAssembly module of exported functions without results on the imported memory `env.memory`.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html
 */
export function encodeModule(functions: Readonly<Record<string, FunctionBuilder>>): Uint8Array<ArrayBuffer> {
  const names = Object.keys(functions)
  const builders = Object.values(functions)
  const signatures = builders.map(({ parameters }) => [0x60, ...vector(parameters.map((type) => [types[type]])), 0])
  const bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
  const add = (id: number, items: readonly (readonly number[])[]): void => {
    const content = vector(items)
    bytes.push(id, ...unsigned(content.length))
    for (const byte of content) bytes.push(byte)
  }
  add(section.type, signatures)
  add(section.import, [[...named("env"), ...named("memory"), ...SHARED_MEMORY]])
  add(
    section.function,
    builders.map((_, i) => unsigned(i)),
  )
  add(
    section.export,
    names.map((name, i) => [...named(name), 0x00, ...unsigned(i)]),
  )
  add(
    section.code,
    builders.map((builder) => builder.body()),
  )
  return Uint8Array.from(bytes)
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}
