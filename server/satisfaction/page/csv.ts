/** A table as a CSV file for spreadsheets. */

type Cell = string | number | null;

/** Offers the rows for saving; the first row names the columns. */
export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  // With the mark that makes spreadsheets read UTF-8.
  const text = `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  // A name that begins like a formula stays a name.
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
