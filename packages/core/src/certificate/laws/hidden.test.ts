import { describe, it } from "vitest"
import { expectCaught } from "../fixtures/expect-caught.ts"
import { hidden } from "../fixtures/hidden.ts"

describe("the laws, where nobody looks", () => {
  it.for(hidden)("catch $name, and nothing else does", (broken) => expectCaught(broken))
})
