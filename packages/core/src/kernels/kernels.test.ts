import { describe, expect, it } from "vitest"
import { createKernelMemory, Heap } from "./heap.ts"
import { configureKernels, kernels } from "./kernels.ts"

describe("heap", () => {
  for (const shared of [true, false]) {
    it(`hands out aligned, zeroed, disjoint arrays (${shared ? "shared" : "unshared"})`, () => {
      const heap = new Heap(createKernelMemory({ shared, fixedBytes: 1 << 26 }))
      const a = heap.f64(1000)
      const b = heap.i32(3_000_000)
      a.fill(7)
      b.fill(-1)
      expect(a.byteOffset % 64).toBe(0)
      expect(b.byteOffset % 64).toBe(0)
      expect(a.every((value) => value === 7)).toBe(true)
      expect(heap.owns(a)).toBe(true)
      expect(heap.owns(new Float64Array(3))).toBe(false)
      heap.free(a)
      const again = heap.f64(1000)
      expect(again.byteOffset).toBe(a.byteOffset)
      expect(again.every((value) => value === 0)).toBe(true)
    })
  }

  it("leaves what was there where the caller overwrites it anyway", () => {
    const heap = new Heap(createKernelMemory())
    const before = heap.i32(1000)
    before.fill(7)
    heap.free(before)
    const after = heap.i32(1000, "anything")
    expect(after.byteOffset).toBe(before.byteOffset)
    expect(after.every((value) => value === 7)).toBe(true)
  })

  it("frees what a scope allocated", () => {
    const heap = new Heap(createKernelMemory())
    const inside = heap.scope(() => heap.f64(10).byteOffset)
    expect(heap.f64(10).byteOffset).toBe(inside)
  })

  it("lets two heaps share a memory", () => {
    const memory = createKernelMemory()
    const first = new Heap(memory).f64(200_000)
    const second = new Heap(memory).f64(200_000)
    expect(Math.abs(first.byteOffset - second.byteOffset)).toBeGreaterThanOrEqual(1_600_000)
  })
})

describe("kernels", () => {
  for (const build of ["reproducible", "fast"] as const) {
    for (const shared of [true, false]) {
      it(`instantiates the ${build} build on ${shared ? "shared" : "unshared"} memory`, () => {
        const made = configureKernels({ memory: createKernelMemory({ shared, fixedBytes: 1 << 26 }), build })
        expect(made.exports["version"]!()).toBe(1)
        expect(kernels()).toBe(made)
      })
    }
  }
})
