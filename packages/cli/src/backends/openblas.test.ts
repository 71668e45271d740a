import { Worker } from "node:worker_threads"
import { afterAll, describe, expect, test } from "vitest"
import { blockAt, configureDense, dense, kernels, transposed, triangleOf } from "@luthier/core"
import { findDenseBackend } from "./openblas.ts"

const found = await findDenseBackend({})
afterAll(() => configureDense())

/** Numbers without a pattern that products could hide behind. */
function numbers(length: number, seed: number): Float64Array {
  const out = kernels().heap.f64(length)
  for (let i = 0, s = seed; i < length; i++) out[i] = (s = (s * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.4
  return out
}

test("a library that is not there is an error that says what to do; off is none", async () => {
  await expect(findDenseBackend({ LUTHIER_OPENBLAS: "/nowhere/libopenblas.so" })).rejects.toThrow(/names \/nowhere\/libopenblas\.so/)
  await expect(findDenseBackend({ LUTHIER_OPENBLAS: "off" })).resolves.toBe(undefined)
})

describe.runIf(found)("OpenBLAS, where the system has it,", () => {
  test("says its version and the processor it is made for", () => expect(found!.name).toMatch(/^OpenBLAS \d+\.\d+\.\d+ \(\w+\)$/))

  test.each([
    [5, 7, 3],
    [64, 33, 130],
    [1, 1, 1],
    [0, 4, 2],
  ])("multiplies as our own products do: %i × %i × %i, transposed or not", (m, n, k) => {
    const A = numbers(m * k, 11)
    const B = numbers(k * n, 12)
    for (const [left, right] of [
      [blockAt(A, k), blockAt(B, n)],
      [transposed(blockAt(A, m)), blockAt(B, n)],
      [blockAt(A, k), transposed(blockAt(B, k))],
    ]) {
      configureDense()
      const own = numbers(m * (n + 2), 13)
      dense().multiply(m, n, k, 0.7, left, right, blockAt(own, n + 2))
      const theirs = numbers(m * (n + 2), 13)
      found!.multiply(m, n, k, 0.7, left, right, blockAt(theirs, n + 2))
      theirs.forEach((value, i) => expect(Math.abs(value - own[i])).toBeLessThan(1e-14 * (k + 1)))
    }
  })

  test("gives the triangle that our own products give", () => {
    const [m, n] = [700, 90]
    const rows = numbers(m * (n + 1), 5)
    configureDense()
    const own = triangleOf(rows, m, n)
    configureDense(found)
    expect(dense().name).toMatch(/OpenBLAS/)
    const theirs = triangleOf(rows, m, n)
    theirs.data.forEach((value, i) => expect(Math.abs(value - own.data[i])).toBeLessThan(1e-12))
    expect(triangleOf(rows, m, n).data).toEqual(theirs.data)
  })

  test("works in worker threads, with the same bits", async () => {
    const script = `
      const { parentPort, workerData } = require("node:worker_threads")
      Promise.all([import("@luthier/core"), import(workerData.module)]).then(async ([core, { findDenseBackend }]) => {
        core.configureDense(await findDenseBackend({}))
        parentPort.postMessage(core.triangleOf(workerData.rows, 300, 60).data)
      })`
    const rows = Float64Array.from(numbers(300 * 61, 9))
    const workerData = { module: new URL("./openblas.ts", import.meta.url).href, rows }
    const run = (): Promise<Float64Array> =>
      new Promise((resolve, reject) => {
        const worker = new Worker(script, { eval: true, workerData, execArgv: ["--conditions=source"] })
        worker.on("message", resolve)
        worker.on("error", reject)
      })
    configureDense(found)
    const here = triangleOf(rows, 300, 60).data
    for (const there of await Promise.all([run(), run()])) expect(there).toEqual(here)
  })
})
