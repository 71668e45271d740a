import { configureDense, dense, triangleOf } from "@luthier/core"
import { findDenseBackend } from "../packages/cli/src/backends/openblas.ts"
import { reflectRowsPlainly } from "../packages/core/src/linalg/dense/reflect-rows-plainly.ts"
import { symmetricEigenPlainly } from "../packages/core/src/linalg/factorisations/symmetric-eigen-plainly.ts"
import { symmetricEigen } from "../packages/core/src/linalg/factorisations/symmetric-eigen.ts"
import { accumulate } from "../packages/core/src/linalg/triangle/accumulate.ts"
import { median, timed } from "./measure.ts"

/** Milliseconds of one piece of linear algebra with our own matrix products, with OpenBLAS's where it is found, and in plain TypeScript. */
export interface AlgebraCost {
  readonly name: string
  readonly ours: number
  readonly openblas: number | null
  readonly plain: number
  /** 10⁹ floating-point operations a second of ours, by the count of the classical algorithm; null where that says nothing. */
  readonly rate: number | null
}

/** A reproducible matrix without a pattern. */
function numbers(length: number): Float64Array {
  const out = new Float64Array(length)
  for (let i = 0, s = 1; i < length; i++) out[i] = (s = (s * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
  return out
}

/** The pieces in turn with each of the three, medians. */
export async function measureLinearAlgebra(rounds: number): Promise<AlgebraCost[]> {
  const openblas = await findDenseBackend()
  const [n, m] = [1000, 512]
  const width = n + 1
  const rows = numbers(m * width)
  let triangle = triangleOf(numbers(width * width), width, n)
  const R = new Float64Array(width * width)
  const order = 240
  const A = numbers(order * order)
  const pieces = [
    {
      name: `${m} rows into a triangle of ${n} columns`,
      work: () => void (triangle = accumulate(triangle, rows, m)),
      plain: () => reflectRowsPlainly(R, width, width, rows, m),
      flops: 2 * m * width * width,
    },
    {
      name: `eigenvectors of ${order} symmetric rows`,
      work: () => void symmetricEigen(A, order),
      plain: () => void symmetricEigenPlainly(A, order),
      flops: null,
    },
  ]
  const costs = pieces.map(({ name, work, plain, flops }) => {
    const times = Array.from({ length: rounds }, () => {
      configureDense()
      const ours = timed(work, 200)
      configureDense(openblas)
      const theirs = openblas ? timed(work, 200) : NaN
      return { ours, theirs, plain: timed(plain, 200) }
    })
    const ours = median(times.map((time) => time.ours))
    return {
      name,
      ours,
      openblas: openblas ? median(times.map(({ theirs }) => theirs)) : null,
      plain: median(times.map((time) => time.plain)),
      rate: flops === null ? null : flops / ours / 1e6,
    }
  })
  configureDense()
  process.stderr.write(`Matrix products: ${dense().name}${openblas ? `, and ${openblas.name}` : "; no OpenBLAS found"}\n`)
  return costs
}
