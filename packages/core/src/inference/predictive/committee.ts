/** Standard deviation of what the members of a committee add to the prediction of the fit, about that prediction. */
export function committeeDeviation(shifts: ArrayLike<number>): number {
  let squares = 0
  for (let b = 0; b < shifts.length; b++) squares += shifts[b] * shifts[b]
  return Math.sqrt(squares / shifts.length)
}
