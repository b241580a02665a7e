/**
 * A double as SQLite writes it: 15 significant digits, with a fraction or an exponent, `printf('%!.15g')`.
 * Source: https://www.sqlite.org/printf.html
 */
export function realText(number: number, digits: 15 | 17 = 15): string {
  if (number === 0) return "0.0";
  const [mantissa = "0", exponentText = "0"] = number.toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${trimmed(mantissa)}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  return trimmed(number.toFixed(Math.max(0, digits - 1 - exponent)));
}

/** At least one digit after the point. */
function trimmed(decimal: string): string {
  if (!decimal.includes(".")) return `${decimal}.0`;
  const short = decimal.replace(/0+$/, "");
  return short.endsWith(".") ? `${short}0` : short;
}
