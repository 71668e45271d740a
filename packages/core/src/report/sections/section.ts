import { slug } from "../text.ts"

/** Puts a part of a page under its heading; title and explanation are ready text. */
export type Heading = (title: string, explanation: string, body: string) => string

/** A numbered part of a page, which its contents name. */
export const section: Heading = (title, explanation, body) =>
  `<section id="${slug(title)}"><h2>${title}</h2>${explained(explanation)}${body}</section>`

/** A part of a part. */
export const subsection: Heading = (title, explanation, body) => `<h3>${title}</h3>${explained(explanation)}${body}`

/** A word on what follows. */
export function explained(explanation: string): string {
  return explanation === "" ? "" : `<p class="explanation">${explanation}</p>`
}

/** A figure over its caption; both are ready. */
export function captioned(caption: string, figure: string, look = ""): string {
  return `<figure${look && ` class="${look}"`}>${figure}<figcaption>${caption}</figcaption></figure>`
}

/** Figures side by side, as far as the page is wide; of narrow ones three. */
export function row(figures: readonly string[], look = ""): string {
  return figures.length === 0 ? "" : `<div class="row${look && ` ${look}`}">${figures.join("\n")}</div>`
}

/** Sentences one below the other, ready. */
export function listed(sentences: readonly string[]): string {
  return sentences.length === 0 ? "" : `<ul class="remarks">${sentences.map((sentence) => `<li>${sentence}</li>`).join("")}</ul>`
}

/** Tables longer than this open when asked; on paper they are open. */
const LONG = 24

/** A table of so many rows, which opens when asked where it is long; a narrow one takes two columns of paper. */
export function folded(summary: string, rows: number, body: string, look = ""): string {
  return rows > LONG ? `<details${look && ` class="${look}"`}><summary>${summary}</summary>${body}</details>` : body
}
