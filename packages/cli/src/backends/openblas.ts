import type koffiPackage from "koffi"
import { Failure, type Block, type DenseBackend } from "@luthier/core"

/** Environment variable: the library's name or path, or `off` to use our own products. */
const VARIABLE = "LUTHIER_OPENBLAS"

/** What the loader of each system calls it, where people usually have it. */
const libraries: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: ["/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib", "libopenblas.dylib"],
  win32: ["libopenblas.dll", "openblas.dll"],
}

const ROW_MAJOR = 101
const PLAIN = 111
const TRANSPOSED = 112

/**
 * Matrix products by the OpenBLAS of the system, called in place on kernel memory, on the calling thread alone; `undefined` where there is
 * none. Give it to `configureDense` in every thread. Which one is found depends on the machine alone, and its name says which it is.
 *
 * The variable LUTHIER_OPENBLAS names another library, or is `off`.
 *
 * @throws Failure when the variable names a library that cannot be loaded
 */
export async function findDenseBackend(environment: NodeJS.ProcessEnv = process.env): Promise<DenseBackend | undefined> {
  const wanted = environment[VARIABLE]
  if (wanted === "off") return undefined
  const koffi = await importKoffi()
  const names = wanted ? [wanted] : (libraries[process.platform] ?? [])
  let cause: unknown = koffi ? undefined : new Error("the package koffi, which calls libraries, is not installed")
  if (koffi) {
    for (const name of names) {
      try {
        return backendOf(koffi.load(name))
      } catch (error) {
        cause = error
      }
    }
  }
  if (!wanted) return undefined
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new Failure(`${VARIABLE} names ${wanted}, which cannot be used: ${reason}`, {
    advice: `give the path of a libopenblas with 32-bit integers, or unset ${VARIABLE}, or set it to off for Luthier's own matrix products`,
    cause,
  })
}

type Koffi = typeof koffiPackage

/** An optional dependency: not there on platforms without a binary of it. */
async function importKoffi(): Promise<Koffi | undefined> {
  try {
    return (await import("koffi")).default
  } catch {
    return undefined
  }
}

function backendOf(library: ReturnType<Koffi["load"]>): DenseBackend {
  const setThreads: (count: number) => void = library.func("void openblas_set_num_threads(int count)")
  const describe: () => string = library.func("const char *openblas_get_config()")
  const core: () => string = library.func("const char *openblas_get_corename()")
  const dgemm: (...values: (number | Float64Array)[]) => void = library.func(
    "void cblas_dgemm(int order, int transA, int transB, int m, int n, int k, double alpha, " +
      "const double *A, int lda, const double *B, int ldb, double beta, double *C, int ldc)",
  )
  if (describe().includes("USE64BITINT")) throw new Error("it takes 64-bit integers")
  // Threads of ours are the parallelism; one thread a product also keeps its bits independent of their number.
  setThreads(1)
  const backend: DenseBackend = {
    name: `${describe().split(" ", 2).join(" ")} (${core()})`,
    multiply: (m, n, k, alpha, A, B, C) => {
      if (m === 0 || n === 0 || k === 0) return
      dgemm(ROW_MAJOR, transposition(A), transposition(B), m, n, k, alpha, A.data, A.stride, B.data, B.stride, 1, C.data, C.stride)
    },
  }
  if (!isRight(backend)) throw new Error("its products are wrong")
  return backend
}

/** Whether a product of small whole numbers comes out: integers or a calling convention of another size would spoil it. */
function isRight(backend: DenseBackend): boolean {
  const A = { data: Float64Array.of(1, 2, 3, 4, 5, 6), stride: 2, transposed: true }
  const B = { data: Float64Array.of(7, 8, 9, 10, 11, 12), stride: 2 }
  const C = { data: Float64Array.of(1, 1, 1, 1), stride: 2 }
  backend.multiply(2, 2, 3, 2, A, B, C)
  return C.data.join() === "179,197,233,257"
}

function transposition({ transposed }: Block): number {
  return transposed ? TRANSPOSED : PLAIN
}
