import { decodeBase64, unshareMemory } from "./binary.ts"
import { createKernelMemory, Heap, type KernelMemory } from "./heap.ts"
import { baselineKernels, relaxedKernels } from "./kernels.generated.ts"

/** `reproducible`: baseline SIMD, the same bits everywhere. `fast`: relaxed fused multiply-add where the engine has it. */
export type KernelBuild = "reproducible" | "fast"

/** The kernels of this thread: their memory, its heap, and the exported functions. */
export interface Kernels {
  readonly heap: Heap
  readonly memory: KernelMemory
  readonly build: KernelBuild
  readonly exports: KernelExports
  /** Instantiates a module of ours (an emitted formula) on the same memory, imported as `env.memory`. */
  instantiate(binary: Uint8Array<ArrayBuffer>): WebAssembly.Exports
}

/** Exported functions of packages/core/assembly/index.ts, by name; all arguments are numbers, pointers are byte offsets. */
export type KernelExports = Readonly<Record<string, (...args: number[]) => number>>

let current: Kernels | undefined

/** The kernels of this thread, made at the first call. */
export function kernels(): Kernels {
  return (current ??= createKernels())
}

/** Makes the kernels of this thread with other settings than the default ones; call before anything else uses them. */
export function configureKernels(options: { memory?: KernelMemory; build?: KernelBuild }): Kernels {
  return (current = createKernels(options))
}

function createKernels(options: { memory?: KernelMemory; build?: KernelBuild } = {}): Kernels {
  const memory = options.memory ?? createKernelMemory()
  const build = options.build ?? "reproducible"
  const instantiate = (binary: Uint8Array<ArrayBuffer>): WebAssembly.Exports => {
    if (!memory.shared) unshareMemory(binary)
    const imports = { env: { memory: memory.memory, abort: failInKernel } }
    return new WebAssembly.Instance(new WebAssembly.Module(binary), imports).exports
  }
  const binary = decodeBase64(build === "fast" ? relaxedKernels : baselineKernels)
  const usable = build === "reproducible" || WebAssembly.validate(binary)
  const exports = instantiate(usable ? binary : decodeBase64(baselineKernels)) as unknown as KernelExports
  return { heap: new Heap(memory), memory, build: usable ? build : "reproducible", exports, instantiate }
}

function failInKernel(): never {
  throw new Error("a kernel stopped itself: this is a defect of Luthier")
}
