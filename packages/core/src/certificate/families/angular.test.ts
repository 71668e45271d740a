import { readFileSync } from "node:fs"
import { describe, it } from "vitest"
import { expectSound } from "../fixtures/expect-sound.ts"
import { angular, snapFamily } from "../fixtures/families.ts"

const text = (file: string): string => readFileSync(new URL(`../../potentials/snap/fixtures/${file}`, import.meta.url), "utf8")

describe("potentials of these kinds keep every law", () => {
  it.for(Object.entries(angular))("%s", ([, family]) => expectSound(family))

  it("snap", () => expectSound(snapFamily(text("linear-Mo.snapcoeff"), text("linear-Mo.snapparam"))))
})
