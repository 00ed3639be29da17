/** A camera's picture made small enough to send: the server cuts its own square out of it. */

const LONGEST_SIDE = 1280;

/** The picture with no side longer than LONGEST_SIDE; the file itself where it cannot be read here. */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return new Blob([file]);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const brush = canvas.getContext("2d");
  if (brush === null) return new Blob([file]);
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  // Without a type of its own it is sent as a file, like any other.
  return new Blob([made ?? file]);
}
