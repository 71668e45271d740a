import { kernels } from "../../kernels/kernels.ts"

/** Named arrays in kernel memory that grow, keeping their contents, when more is asked for. */
export class Room {
  readonly #doubles = new Map<string, Float64Array>()
  readonly #words = new Map<string, Int32Array>()

  /** At least `length` doubles. */
  f64(name: string, length: number): Float64Array {
    const present = this.#doubles.get(name)
    if (present && present.length >= length) return present
    const larger = kernels().heap.f64(withSlack(length))
    if (present) {
      larger.set(present)
      kernels().heap.free(present)
    }
    this.#doubles.set(name, larger)
    return larger
  }

  /** At least `length` words of 32 bits. */
  i32(name: string, length: number): Int32Array {
    const present = this.#words.get(name)
    if (present && present.length >= length) return present
    const larger = kernels().heap.i32(withSlack(length))
    if (present) {
      larger.set(present)
      kernels().heap.free(present)
    }
    this.#words.set(name, larger)
    return larger
  }

  /** Gives all of it back. */
  release(): void {
    kernels().heap.free(...this.#doubles.values(), ...this.#words.values())
    this.#doubles.clear()
    this.#words.clear()
  }
}

function withSlack(length: number): number {
  return Math.ceil(1.1 * length) + 16
}
