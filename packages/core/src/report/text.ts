const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text made safe for HTML content and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character])
}

/** Text made safe, with minus signs, and indices of single letters set low: C_p, k_B. */
export function typeset(text: string): string {
  return escapeHtml(text)
    .replace(/(?<=^|[\s(=])-(?=\d)/gu, "−")
    .replace(/(?<![\p{L}\p{N}_])(\p{L})_([\p{L}\p{N}]{1,2})(?![\p{L}\p{N}_])/gu, "$1<sub>$2</sub>")
}

/** A name of an anchor from a ready title. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/&[a-z#0-9]+;/gu, " ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/gu, "")
}

/** A count with thin gaps between thousands: `82 248`. */
export function formatCount(count: number): string {
  return count < 10_000 ? String(count) : String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, "\u202F")
}

/** A number to `digits` significant digits, minus sign and all, as plain text. */
export function plainNumber(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits))).replace("-", "−")
}

/** A number to `digits` significant digits, without trailing noise; an en dash for what is unknown. */
export function formatNumber(value: number | undefined, digits = 4): string {
  if (value === undefined || Number.isNaN(value)) return "–"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  if (value === 0) return "0"
  const size = Math.abs(value)
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(digits - 1) : value.toPrecision(digits)
  const [mantissa = text, exponent] = (text.includes("e") && size >= 1e-4 && size < 1e6 ? String(Number(text)) : text).split("e")
  const shown = mantissa.replace("-", "−")
  return exponent === undefined ? shown : `${shown}·10<sup>${String(Number(exponent)).replace("-", "−")}</sup>`
}

/** A value with its standard error in the last digits: `0.3426(12)`; the value alone when there is no error to show. */
export function formatWithError(value: number, error: number | undefined): string {
  if (error === undefined || !(error > 0) || !Number.isFinite(error)) return size(value)
  // 0.998 reads 1.0 to two digits.
  const rounded = Number(error.toPrecision(2))
  const decimals = 1 - Math.floor(Math.log10(rounded))
  const power = Math.floor(Math.log10(Math.max(Math.abs(value), rounded)))
  const written = decimals <= FINEST || (power >= -FINEST && power < 6)
  if (written && decimals > EXACT) return size(value)
  if (written && decimals >= 0) return `${signed(value.toFixed(decimals))}(${Math.round(rounded * 10 ** decimals)})`
  if (decimals < 0 && power < 6) return `${signed((Math.round(value * 10 ** decimals) / 10 ** decimals).toFixed(0))} ± ${rounded}`
  const mantissa = formatWithError(value / 10 ** power, rounded / 10 ** power)
  return `${mantissa.includes("±") ? `(${mantissa})` : mantissa}·10<sup>${signed(String(power))}</sup>`
}

/** A number that nothing limits, without zeros at its end. */
function size(value: number): string {
  const plain = Number(value.toPrecision(6))
  return plain === 0 || (Math.abs(plain) >= 1e-4 && Math.abs(plain) < 1e6) ? plainNumber(value, 6) : formatNumber(value, 6)
}

/** Decimals that a small number is written out to, and those past which an error is that of rounding. */
const FINEST = 6
const EXACT = 13

/** With a minus sign, and none before a zero. */
function signed(digits: string): string {
  return (Number(digits) === 0 ? digits.replace("-", "") : digits).replace("-", "−")
}
