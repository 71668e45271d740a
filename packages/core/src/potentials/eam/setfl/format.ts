import type { Setfl } from "./setfl.ts"

/** The text of a setfl file, five numbers a line with all their 17 digits, so that reading gives the same bits. */
export function formatSetfl(setfl: Setfl): string {
  const { elements, densityCount, densityStep, radiusCount, radiusStep, cutoff } = setfl
  const lines: string[] = setfl.comments.map((comment) => comment.replaceAll(/[\r\n]+/g, " "))
  lines.push([elements.length, ...elements.map((element) => element.symbol)].join(" "))
  lines.push([densityCount, exact(densityStep), radiusCount, exact(radiusStep), exact(cutoff)].join(" "))
  for (const element of elements) {
    lines.push([element.atomicNumber, element.mass, element.latticeConstant, element.lattice].join(" "))
    for (const block of [element.embedding, ...element.densities]) pushBlock(lines, block)
  }
  for (const block of setfl.pairs) pushBlock(lines, block)
  return `${lines.join("\n")}\n`
}

/** Appends the lines of one block of numbers. */
export function pushBlock(lines: string[], block: Float64Array): void {
  for (let k = 0; k < block.length; k += 5) lines.push(Array.from(block.subarray(k, k + 5), exact).join(" "))
}

function exact(value: number): string {
  return value.toExponential(16)
}
