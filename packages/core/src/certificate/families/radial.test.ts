import { describe, it } from "vitest"
import { expectSound } from "../fixtures/expect-sound.ts"
import { radial } from "../fixtures/families.ts"

describe("potentials of these kinds keep every law", () => {
  it.for(Object.entries(radial))("%s", ([, family]) => expectSound(family))
})
