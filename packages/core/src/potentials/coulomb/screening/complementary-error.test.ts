import { expect, it } from "vitest"
import { scaledComplementaryError } from "./complementary-error.ts"

// mpmath, with 30 digits.
it.each([
  [0, 1],
  [0.003, 0.9966148726540985],
  [0.21, 0.7664780770178964],
  [0.5, 0.4795001221869535],
  [0.9, 0.20309178757716786],
  [1.4, 0.04771488023735119],
  [1.97, 0.005336275353470087],
  [2.03, 0.004093651556087934],
  [2.9, 4.109787809945884e-5],
  [3.7, 1.671510579091462e-7],
  [5.1, 5.493820217555299e-13],
  [7.3, 5.502573750691908e-25],
  [12.5, 6.231942781979911e-70],
])("erfc(%f) is that of tables", (x, expected) => {
  expect((Math.exp(-x * x) * scaledComplementaryError(x)) / expected).toBeCloseTo(1, 13)
})
