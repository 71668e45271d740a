import { describe, it } from "vitest"
import { expectSound } from "../fixtures/expect-sound.ts"
import { charged } from "../fixtures/families.ts"

describe("potentials of these kinds keep every law", () => {
  it.for(Object.entries(charged))("%s", ([, family]) => expectSound(family))
})
