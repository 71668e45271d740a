import { describe, it } from "vitest"
import { lawless } from "../fixtures/broken.ts"
import { expectCaught } from "../fixtures/expect-caught.ts"

describe("the laws of every potential", () => {
  it.for(lawless)("catch $name, and nothing else does", (broken) => expectCaught(broken))
})
