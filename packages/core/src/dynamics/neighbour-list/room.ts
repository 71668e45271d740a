import { kernels } from "../../kernels/kernels.ts"

type Kept = Float64Array | Int32Array | Uint8Array

/** Named arrays in kernel memory that grow, keeping their contents, when more is asked for. A name stands for one type. */
export class Room {
  readonly #f64 = new Map<string, Float64Array>()
  readonly #i32 = new Map<string, Int32Array>()
  readonly #u8 = new Map<string, Uint8Array>()

  /** At least `length` doubles. */
  f64(name: string, length: number): Float64Array {
    return grown(this.#f64, name, length, (size) => kernels().heap.f64(size))
  }

  /** At least `length` words of 32 bits. */
  i32(name: string, length: number): Int32Array {
    return grown(this.#i32, name, length, (size) => kernels().heap.i32(size))
  }

  /** At least `length` bytes. */
  u8(name: string, length: number): Uint8Array {
    return grown(this.#u8, name, length, (size) => kernels().heap.u8(size))
  }

  /** Gives all of it back. */
  release(): void {
    for (const arrays of [this.#f64, this.#i32, this.#u8]) {
      kernels().heap.free(...arrays.values())
      arrays.clear()
    }
  }
}

function grown<T extends Kept>(arrays: Map<string, T>, name: string, length: number, allocate: (size: number) => T): T {
  const present = arrays.get(name)
  if (present && present.length >= length) return present
  const larger = allocate(Math.ceil(1.1 * length) + 16)
  if (present) {
    larger.set(present)
    kernels().heap.free(present)
  }
  arrays.set(name, larger)
  return larger
}
