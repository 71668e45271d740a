import { describe, it } from "vitest"
import { expectSound } from "../fixtures/expect-sound.ts"
import { charged, flowing } from "../fixtures/families.ts"

describe("charges keep every law", () => {
  it.for(Object.entries(charged))("%s", ([, family]) => expectSound(family))

  it.for(Object.entries(flowing))("%s, but where its numbers decide", ([, family]) => expectSound(family, ["short-range", "minima"]))
})
