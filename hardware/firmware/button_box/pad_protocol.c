#include "pad_protocol.h"

#include <string.h>

enum { CRC_DIGITS = 4, DECIMAL_DIGITS = 10 };

/* ---- small things ---- */

uint16_t pad_crc(const char *text, size_t size) {
  uint16_t crc = 0xFFFF;
  while (size-- > 0) {
    crc ^= (uint8_t)*text++;
    for (uint8_t bit = 0; bit < 8; bit++) {
      crc = (crc & 1) ? (uint16_t)((crc >> 1) ^ 0xA001) : (uint16_t)(crc >> 1);
    }
  }
  return crc;
}

/* Whether `at` has come; right across the wrap of the clock for 24 days either way. */
static bool due(uint32_t at, uint32_t now) { return (uint32_t)(now - at) < 0x80000000u; }

static bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_token(const char *text, const char *more) {
  size_t size = strlen(text);
  if (size < 1 || size > PAD_TOKEN || !is_alnum(text[0])) {
    return false;
  }
  for (size_t i = 1; i < size; i++) {
    if (!is_alnum(text[i]) && strchr(more, text[i]) == NULL) {
      return false;
    }
  }
  return true;
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- the ring ---- */

bool pad_begin(pad_t *pad, const char *dev, const char *boot, const char *fw, uint8_t keys,
               uint32_t now) {
  memset(pad, 0, sizeof *pad);
  if (!is_token(dev, "._-") || !is_token(boot, "._-") || !is_token(fw, "._-+") || keys < 1 ||
      keys > PAD_MOST_KEYS) {
    return false;
  }
  pad->dev = dev;
  pad->boot = boot;
  pad->fw = fw;
  pad->keys = keys;
  pad->base = 1;
  pad->pause_ms = PAD_RESEND_MS;
  pad->hello_at = now;
  return true;
}

static void drop_oldest(pad_t *pad, uint8_t count) {
  pad->oldest = (uint8_t)((pad->oldest + count) % PAD_RING);
  pad->held = (uint8_t)(pad->held - count);
  pad->base += count;
  pad->sent = (uint8_t)(pad->sent > count ? pad->sent - count : 0);
}

void pad_press(pad_t *pad, uint8_t key, uint32_t pressed_at) {
  if (pad->dev == NULL || key < 1 || key > pad->keys) {
    return;
  }
  if (pad->held == PAD_RING) {
    drop_oldest(pad, 1);
    pad->lost++;
  }
  uint8_t slot = (uint8_t)((pad->oldest + pad->held) % PAD_RING);
  pad->pressed_at[slot] = pressed_at;
  pad->key[slot] = key;
  pad->held++;
}

uint8_t pad_held(const pad_t *pad) { return pad->held; }

uint32_t pad_lost(const pad_t *pad) { return pad->lost; }

/* ---- speaking ---- */

static void put(pad_t *pad, char c) {
  if (pad->line_size < PAD_LINE) {
    pad->line[pad->line_size++] = c;
  }
}

static void put_text(pad_t *pad, const char *text) {
  while (*text != '\0') {
    put(pad, *text++);
  }
}

static void put_number(pad_t *pad, uint32_t number) {
  char digits[DECIMAL_DIGITS];
  uint8_t count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  put(pad, ' ');
  while (count > 0) {
    put(pad, digits[--count]);
  }
}

static void begin_line(pad_t *pad, char kind) {
  pad->line_size = pad->line_at = 0;
  put(pad, '$');
  put(pad, kind);
  put(pad, ' ');
  put_text(pad, pad->dev);
  put(pad, ' ');
  put_text(pad, pad->boot);
}

static void end_line(pad_t *pad) {
  uint16_t crc = pad_crc(pad->line + 1, (size_t)(pad->line_size - 1));
  put(pad, '*');
  for (int8_t shift = 12; shift >= 0; shift = (int8_t)(shift - 4)) {
    put(pad, "0123456789ABCDEF"[(crc >> shift) & 0xF]);
  }
  put(pad, '\n');
}

static void say_hello(pad_t *pad, uint32_t now) {
  begin_line(pad, 'H');
  put(pad, ' ');
  put_text(pad, pad->fw);
  end_line(pad);
  pad->hello_at = now + PAD_HELLO_MS;
}

/* The next press of this round; the pause before the next round runs from its first one. */
static void say_press(pad_t *pad, uint32_t now) {
  uint8_t slot = (uint8_t)((pad->oldest + pad->sent) % PAD_RING);
  begin_line(pad, 'K');
  put_number(pad, pad->base + pad->sent);
  put_number(pad, pad->base);
  put_number(pad, pad->key[slot]);
  put_number(pad, now - pad->pressed_at[slot]);
  end_line(pad);
  if (pad->sent == 0) {
    pad->resend_at = now + pad->pause_ms;
  }
  pad->sent++;
}

static void begin_next_round(pad_t *pad) {
  pad->sent = 0;
  pad->pause_ms *= 2;
  if (pad->pause_ms > PAD_LONGEST_MS) {
    pad->pause_ms = PAD_LONGEST_MS;
  }
}

static bool compose(pad_t *pad, uint32_t now) {
  if (due(pad->hello_at, now)) {
    say_hello(pad, now);
    return true;
  }
  if (pad->held == 0) {
    return false;
  }
  if (pad->sent > 0 && due(pad->resend_at, now)) {
    begin_next_round(pad);
  }
  if (pad->sent == pad->held || pad->sent == PAD_WINDOW) {
    return false;
  }
  say_press(pad, now);
  return true;
}

int pad_next_byte(pad_t *pad, uint32_t now) {
  if (pad->dev == NULL || (pad->line_at == pad->line_size && !compose(pad, now))) {
    return -1;
  }
  return (uint8_t)pad->line[pad->line_at++];
}

/* ---- hearing ---- */

/* The number that ends the text at `at`: 0..4294967295 without leading zeros. */
static bool read_number(const char *at, uint32_t *number) {
  if (at[0] < '0' || at[0] > '9' || (at[0] == '0' && at[1] != '\0')) {
    return false;
  }
  for (*number = 0; *at != '\0'; at++) {
    uint32_t digit = (uint32_t)(*at - '0');
    if (*at < '0' || *at > '9' || *number > (UINT32_MAX - digit) / 10) {
      return false;
    }
    *number = *number * 10 + digit;
  }
  return true;
}

static void hear_ack(pad_t *pad, const char *text, uint32_t now) {
  size_t size = strlen(pad->boot);
  uint32_t seq;
  if (strncmp(text, pad->boot, size) != 0 || text[size] != ' ' ||
      !read_number(text + size + 1, &seq)) {
    return;
  }
  uint32_t before = seq - pad->base; /* wraps for a stale one, and is then far too large */
  if (before >= pad->held) {
    return;
  }
  drop_oldest(pad, (uint8_t)(before + 1));
  pad->pause_ms = PAD_RESEND_MS;
  pad->resend_at = now + PAD_RESEND_MS;
}

static void hear_light(pad_t *pad, const char *text, uint32_t now) {
  bool on = strncmp(text, "on", 2) == 0;
  uint32_t keys = pad->keys;
  if (!on && strncmp(text, "off", 3) != 0) {
    return;
  }
  text += on ? 2 : 3;
  if (*text != '\0' &&
      (*text != ' ' || !read_number(text + 1, &keys) || keys < 1 || keys > PAD_MOST_KEYS)) {
    return;
  }
  pad->lit = (uint8_t)(!on ? 0 : keys < pad->keys ? keys : pad->keys);
  pad->lit_at = now;
  if (pad->pause_ms > PAD_RESEND_MS) { /* the host is back: do not make it wait */
    pad->pause_ms = PAD_RESEND_MS;
    pad->sent = 0;
  }
}

/* The text of a frame whose checksum is right, or NULL. Ends it with '\0' in place. */
static const char *checked(char *frame, size_t size) {
  if (size <= CRC_DIGITS || frame[size - CRC_DIGITS - 1] != '*') {
    return NULL;
  }
  size_t length = size - CRC_DIGITS - 1;
  uint16_t crc = 0;
  for (size_t i = length + 1; i < size; i++) {
    int digit = hex_value(frame[i]);
    if (digit < 0) {
      return NULL;
    }
    crc = (uint16_t)(crc << 4 | (uint16_t)digit);
  }
  if (memchr(frame, '*', length) != NULL || memchr(frame, '\0', length) != NULL ||
      pad_crc(frame, length) != crc) {
    return NULL;
  }
  frame[length] = '\0';
  return frame;
}

static void end_frame(pad_t *pad, uint32_t now) {
  size_t size = pad->heard_size;
  if (size > 0 && pad->heard[size - 1] == '\r') {
    size--;
  }
  const char *text = checked(pad->heard, size);
  if (text == NULL) {
    return;
  }
  if (strncmp(text, "A ", 2) == 0) {
    hear_ack(pad, text + 2, now);
  } else if (strncmp(text, "L ", 2) == 0) {
    hear_light(pad, text + 2, now);
  }
}

void pad_receive(pad_t *pad, uint8_t byte, uint32_t now) {
  if (pad->dev == NULL) {
    return;
  }
  if (byte == '$') {
    pad->listening = true;
    pad->heard_size = 0;
  } else if (byte == '\n') {
    if (pad->listening) {
      end_frame(pad, now);
    }
    pad->listening = false;
  } else if (pad->heard_size == PAD_COMMAND) {
    pad->listening = false;
  } else if (pad->listening) {
    pad->heard[pad->heard_size++] = (char)byte;
  }
}

uint8_t pad_lit(pad_t *pad, uint32_t now) {
  if (pad->lit > 0 && (uint32_t)(now - pad->lit_at) >= PAD_SILENCE_MS) {
    pad->lit = 0;
  }
  return pad->lit;
}

/* ---- keys ---- */

void pad_button_begin(pad_button_t *button, bool contact, uint32_t now) {
  button->contact = button->down = contact;
  button->since = now;
}

bool pad_button_pressed(pad_button_t *button, bool contact, uint32_t now) {
  if (contact != button->contact) {
    button->contact = contact;
    button->since = now;
    return false;
  }
  if (contact == button->down || (uint32_t)(now - button->since) < PAD_DEBOUNCE_MS) {
    return false;
  }
  button->down = contact;
  return contact;
}
