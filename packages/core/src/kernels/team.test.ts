import { describe, expect, it } from "vitest"
import { Failure } from "../failure/failure.ts"
import { createKernelMemory, Heap } from "./heap.ts"
import { joinTeam, PLACES, soloTeam, teamBlock } from "./team.ts"

describe("a team", () => {
  for (const [name, make] of [
    ["of one thread", soloTeam],
    ["whose only member has joined", () => joinTeam(teamBlock(1).byteOffset, 1, 0)],
  ] as const) {
    it(`${name} does its steps in order, and is told what it tells`, () => {
      const team = make()
      const done: number[] = []
      for (const place of [0, 7, PLACES - 1]) team.step(() => team.tell(place, place + 0.5))
      for (const place of [0, 7, PLACES - 1]) team.step(() => done.push(team.told(team.rank, place)))
      expect(done).toEqual([0.5, 7.5, PLACES - 0.5])
      expect(team.size).toBe(1)
    })
  }

  it("stops working at the first failure, until it is asked for", () => {
    const team = joinTeam(teamBlock(1).byteOffset, 1, 0)
    const done: string[] = []
    const failure = new Failure("two atoms", { advice: "look" })
    team.step(() => done.push("first"))
    expect(team.failure()).toBeUndefined()
    team.step(() => {
      throw failure
    })
    team.step(() => done.push("never"))
    expect(team.failure()).toBe(failure)
    expect(team.failure()).toBeUndefined()
    team.step(() => done.push("again"))
    expect(done).toEqual(["first", "again"])
  })

  it("alone throws where it fails", () => {
    expect(() =>
      soloTeam().step(() => {
        throw new Failure("here")
      }),
    ).toThrow("here")
  })
})

it("a heap shows what another one in the same memory handed out, also after that has grown it", () => {
  const memory = createKernelMemory()
  const [first, second] = [new Heap(memory), new Heap(memory)]
  const far = first.f64(3_000_000)
  far[2_999_999] = 4.25
  expect(second.view(Float64Array, far.byteOffset, far.length)[2_999_999]).toBe(4.25)
})
