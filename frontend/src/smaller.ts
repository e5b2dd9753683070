/** Photos are made smaller on the phone before they are sent: over a slow line a minute, not a quarter of an hour. */
import { word } from "./words";

const LONGEST = 1600; // pixels of the longer side: what is written on a notice board can still be read
const QUALITY = 0.8;
const WORTH_IT = 0.9; // of its bytes; a photo that hardly gets smaller goes as it is
const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** Width and height to draw a photo at; null when it is small enough as it is. */
export function fitted(width: number, height: number): [number, number] | null {
  const factor = LONGEST / Math.max(width, height);
  return factor >= 1 ? null : [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

/** False where a browser hands back noise instead of what was drawn, so that nobody is told apart by it. */
function isTrue(pen: CanvasRenderingContext2D): boolean {
  pen.fillStyle = "#336699";
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red - 0x33, green - 0x66, blue - 0x99].every((off) => Math.abs(off) < 8);
}

/** The same photo, upright and smaller; the file itself when it is none, is small, or the browser cannot. */
export async function smaller(file: File): Promise<File> {
  if (file.type !== "image/jpeg") return file;
  try {
    const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
    const size = fitted(photo.width, photo.height);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = size ?? [1, 1];
    const pen = canvas.getContext("2d");
    if (!size || !pen || !isTrue(pen)) return file;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(photo, 0, 0, ...size);
    photo.close();
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!drawn || drawn.size > file.size * WORTH_IT) return file;
    return new File([drawn], file.name, { type: drawn.type, lastModified: file.lastModified });
  } catch {
    return file; // too large for its memory, or no photo at all: the server looks, too
  }
}

/** 310 kB, 4.1 MB; in the words of the page's language. */
export function inWords(bytes: number): string {
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const maximumFractionDigits = step === 2 ? 1 : 0;
  const format = { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits } as const;
  return new Intl.NumberFormat(document.documentElement.lang || "en", format).format(bytes / 1_000 ** step);
}

const made = new WeakMap<File, Promise<File>>();

function madeOf(file: File): Promise<File> {
  const known = made.get(file) ?? smaller(file);
  made.set(file, known);
  return known;
}

/** Says what there is to send by now, and offers to send it as it is. */
async function tell(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
  const place = form.querySelector<HTMLElement>("[data-smaller]");
  const files = [...(input.files ?? [])];
  if (!place) return;
  place.hidden = true;
  const pairs = await Promise.all(files.map(async (file) => [file, await madeOf(file)] as const));
  const photos = pairs.filter(([file, small]) => small !== file);
  if (photos.length === 0 || files.some((file, at) => input.files?.[at] !== file)) return;
  const sum = (which: 0 | 1) => inWords(photos.reduce((bytes, pair) => bytes + pair[which].size, 0));
  const said = word("smaller", { from: sum(0), to: sum(1) }, form);
  place.querySelector("[data-sizes]")!.textContent = said;
  form.querySelector("[data-said]")!.textContent = said;
  place.hidden = false;
}

/** What a form sends of the files that were chosen in it. */
export function toSend(form: HTMLFormElement, files: File[]): Promise<File[]> {
  const asTheyAre = form.querySelector<HTMLInputElement>("[data-as-they-are]")?.checked;
  return Promise.all(asTheyAre ? files : files.map(madeOf));
}

export function startSmaller(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    const form = input.form;
    if (input.type === "file" && form?.matches("form[data-upload]")) void tell(form, input);
  });
  document.addEventListener("reset", (event) => {
    const place = (event.target as Element).querySelector<HTMLElement>("[data-smaller]");
    if (place) place.hidden = true;
  });
}
