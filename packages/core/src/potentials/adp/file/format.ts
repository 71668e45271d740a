import { formatSetfl, pushBlock } from "../../eam/setfl/format.ts"
import type { AdpTable } from "./adp-table.ts"

/** The text of an ADP file, with all digits, so that reading gives the same bits. */
export function formatAdp({ setfl, dipoles, quadrupoles }: AdpTable): string {
  const lines: string[] = []
  for (const block of [...dipoles, ...quadrupoles]) pushBlock(lines, block)
  return `${formatSetfl(setfl)}${lines.join("\n")}\n`
}
