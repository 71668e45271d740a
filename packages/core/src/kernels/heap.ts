import { Failure } from "../failure/failure.ts"

const PAGE = 65536
const ALIGNMENT = 64
/** Byte offset of the shared break: the first byte that no thread owns yet. Below it only the kernels' own data. */
const BREAK = 64
/** Kernel data segments end before this offset. */
const FIRST_FREE = 256 * 1024
/** Each thread takes room from the shared break in pieces of at least this size. */
const PIECE = 1 << 20

/** What a new array holds: zeros, or whatever its room held before, for an array that is overwritten as a whole before it is read. */
export type Contents = "zeros" | "anything"

/** Memory that kernels and JavaScript see as the same bytes. `shared` is false where the engine refuses shared memory. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory
  readonly shared: boolean
}

/**
 * Makes the kernel memory: shared and growing up to 4 GiB where the engine allows it, else one fixed unshared block. Neither ever
 * detaches a typed-array view.
 */
export function createKernelMemory(options: { shared?: boolean; fixedBytes?: number } = {}): KernelMemory {
  if (options.shared !== false) {
    try {
      return { memory: new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true }), shared: true }
    } catch {
      // No shared memory here: fall through to the single-thread block.
    }
  }
  const pages = Math.ceil((options.fixedBytes ?? 1 << 30) / PAGE)
  return { memory: new WebAssembly.Memory({ initial: pages, maximum: pages }), shared: false }
}

/**
 * Hands out 64-byte aligned typed arrays in kernel memory; `array.byteOffset` is the kernels' pointer. One heap a thread; heaps of
 * several threads share a memory without locks beyond one atomic break. Freed blocks are kept by size class for reuse.
 */
export class Heap {
  readonly memory: WebAssembly.Memory
  readonly #shared: boolean
  readonly #free = new Map<number, number[]>()
  readonly #sizes = new Map<number, number>()
  #piece = 0
  #pieceEnd = 0
  #scope: number[] | undefined

  constructor({ memory, shared }: KernelMemory) {
    this.memory = memory
    this.#shared = shared
    const words = new Int32Array(memory.buffer, BREAK, 1)
    Atomics.compareExchange(words, 0, 0, FIRST_FREE / ALIGNMENT)
  }

  /** A `Float64Array` of `length` entries, zeroed unless `contents` says otherwise. @throws Failure when the 4 GiB of kernel memory are full. */
  f64(length: number, contents: Contents = "zeros"): Float64Array {
    const pointer = this.#allocate(8 * length, contents)
    return new Float64Array(this.memory.buffer, pointer, length)
  }

  /** A `Float32Array` of `length` entries, as `f64`. */
  f32(length: number, contents: Contents = "zeros"): Float32Array {
    const pointer = this.#allocate(4 * length, contents)
    return new Float32Array(this.memory.buffer, pointer, length)
  }

  /** A `Int32Array` of `length` entries, as `f64`. */
  i32(length: number, contents: Contents = "zeros"): Int32Array {
    const pointer = this.#allocate(4 * length, contents)
    return new Int32Array(this.memory.buffer, pointer, length)
  }

  /** A `Uint8Array` of `length` entries, as `f64`. */
  u8(length: number, contents: Contents = "zeros"): Uint8Array {
    const pointer = this.#allocate(length, contents)
    return new Uint8Array(this.memory.buffer, pointer, length)
  }

  /** Whether kernels can read `array` where it stands. */
  owns(array: ArrayBufferView): boolean {
    return array.buffer.constructor === this.memory.buffer.constructor && this.#sizes.has(array.byteOffset)
  }

  /** An array that another thread's heap handed out, by its pointer. */
  view<T extends ArrayBufferView>(
    type: new (buffer: ArrayBufferLike, pointer: number, length: number) => T,
    pointer: number,
    length: number,
  ): T {
    // What another thread has grown is seen here after a growth of our own at the latest.
    if (pointer > this.memory.buffer.byteLength - 8 * length) this.memory.grow(0)
    return new type(this.memory.buffer, pointer, length)
  }

  /** Gives the room of arrays back; their contents are then undefined. */
  free(...arrays: readonly ArrayBufferView[]): void {
    for (const array of arrays) this.#release(array.byteOffset)
  }

  /** Runs `work` and frees, at its end, all that it allocated here. Scopes nest. */
  scope<T>(work: () => T): T {
    const outer = this.#scope
    const own: number[] = []
    this.#scope = own
    try {
      return work()
    } finally {
      this.#scope = outer
      for (const pointer of own) if (this.#sizes.has(pointer)) this.#release(pointer)
    }
  }

  /** Runs `work` outside any scope: what it allocates stays until it is freed. For code made once, at its first use. */
  keep<T>(work: () => T): T {
    const outer = this.#scope
    this.#scope = undefined
    try {
      return work()
    } finally {
      this.#scope = outer
    }
  }

  #allocate(bytes: number, contents: Contents): number {
    const size = sizeClass(bytes)
    const pointer = this.#free.get(size)?.pop() ?? this.#carve(size)
    this.#sizes.set(pointer, size)
    this.#scope?.push(pointer)
    if (contents === "zeros") new Uint8Array(this.memory.buffer, pointer, size).fill(0)
    return pointer
  }

  #release(pointer: number): void {
    const size = this.#sizes.get(pointer)
    if (size === undefined) throw new Error(`no block of this heap starts at ${pointer}`)
    this.#sizes.delete(pointer)
    const list = this.#free.get(size)
    if (list) list.push(pointer)
    else this.#free.set(size, [pointer])
  }

  #carve(size: number): number {
    if (this.#pieceEnd - this.#piece < size) {
      const room = Math.max(size, PIECE)
      this.#piece = this.#advanceBreak(room)
      this.#pieceEnd = this.#piece + room
    }
    const pointer = this.#piece
    this.#piece += size
    return pointer
  }

  #advanceBreak(bytes: number): number {
    // The break counts in units of the alignment, so that 4 GiB fit an Int32.
    const words = new Int32Array(this.memory.buffer, BREAK, 1)
    const units = bytes / ALIGNMENT
    const start = (this.#shared ? Atomics.add(words, 0, units) : (words[0] += units) - units) * ALIGNMENT
    const missing = start + bytes - this.memory.buffer.byteLength
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE))
      } catch (cause) {
        throw new Failure(`kernel memory is full: ${Math.round((start + bytes) / 2 ** 20)} MiB are needed`, {
          advice: "use fewer structures at a time, or a smaller cutoff",
          cause,
        })
      }
    }
    return start
  }
}

/** Blocks come in sizes that waste at most a quarter, so that freed ones fit again. */
function sizeClass(bytes: number): number {
  const wanted = Math.max(bytes, ALIGNMENT)
  const step = Math.max(ALIGNMENT, 2 ** (Math.floor(Math.log2(wanted)) - 2))
  return Math.ceil(wanted / step) * step
}
