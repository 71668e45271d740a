import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { hasTerms } from "../../potentials/sum/sum-potential.ts"
import { potentialKinds } from "../../potentials/registry.ts"
import { expectSound } from "../fixtures/expect-sound.ts"
import { angular, arbitrary, charged, flowing, meamFamily, radial } from "../fixtures/families.ts"

describe("potentials of these kinds keep every law that is not up to their numbers", () => {
  it.for(Object.entries(arbitrary))("%s", ([, family]) => expectSound(family, ["short-range", "minima"]))

  it("meam", () => {
    const reference = readFileSync(new URL("../../potentials/meam/fixtures/reference.json", import.meta.url), "utf8")
    expectSound(meamFamily(reference), ["short-range", "minima"])
  })
})

describe("the families that are certified", () => {
  it("are all that there are", () => {
    const all = [radial, angular, charged, flowing, arbitrary].flatMap((group) => Object.values(group).map(({ potential }) => potential))
    const kinds = all.flatMap((one) =>
      [one, ...(hasTerms(one) ? one.terms.map(({ potential }) => potential) : [])].map(({ spec }) => spec.kind),
    )
    for (const { kind } of potentialKinds) expect([...kinds, "snap", "meam"]).toContain(kind)
  })
})
