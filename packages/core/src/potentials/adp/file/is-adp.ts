/**
 * Whether a text with the head of a setfl file has as many numbers as an ADP file of LAMMPS: three functions for each pair of elements,
 * where `eam/alloy` and `eam/fs` have one.
 */
export function isAdp(text: string): boolean {
  const body = text.split("\n").slice(3).join("\n").replaceAll(/#.*/g, "")
  const words = body.split(/\s+/).filter(Boolean)
  const elements = Number(words[0])
  const [densities, , radii] = words.slice(1 + elements, 4 + elements).map(Number)
  if (!Number.isInteger(elements) || !Number.isInteger(densities) || !Number.isInteger(radii)) return false
  const head = 1 + elements + 5
  return words.length === head + elements * (4 + densities + radii) + 1.5 * elements * (elements + 1) * radii
}
