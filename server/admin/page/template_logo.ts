/** A picture file made small enough to send: the server turns it into black and white dots. */

const WIDEST = 384;
const TALLEST = 240;
const LARGEST_BYTES = 36_000;
/** Grey levels kept, fewer and fewer until the file is small. */
const LEVELS = [16, 6, 2];

/** The picture as a PNG in base64, or null when it cannot be read or made small. */
export async function logoOf(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(WIDEST / picture.width, TALLEST / picture.height, 1);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) return null;
  for (const levels of LEVELS) {
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    reduce(brush, canvas.width, canvas.height, levels);
    const text = canvas.toDataURL("image/png").split(",")[1] ?? "";
    if (text.length * 0.75 <= LARGEST_BYTES) return text;
  }
  return null;
}

function reduce(brush: CanvasRenderingContext2D, width: number, height: number, levels: number): void {
  const dots = brush.getImageData(0, 0, width, height);
  const { data } = dots;
  for (let at = 0; at < data.length; at += 4) {
    const light = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    const step = Math.round((light / 255) * (levels - 1));
    data[at] = data[at + 1] = data[at + 2] = Math.round((step * 255) / (levels - 1));
  }
  brush.putImageData(dots, 0, 0);
}
