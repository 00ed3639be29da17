/*
 * The line protocol of a rating pad, and the debouncing of its keys. Portable C11, readable by
 * C++11: no dynamic memory, no floating point, no Arduino, no I/O. The grammar of the frames
 * stands in hardware/line_protocol.py; HARDWARE.md says why they are so.
 *
 * Bytes from the host go into pad_receive, bytes for the host come out of pad_next_byte, one at
 * a time, so that nothing ever waits for the line. Every `now` is milliseconds of any clock that
 * counts up and wraps at 2^32, as millis() does.
 */
#ifndef PAD_PROTOCOL_H
#define PAD_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PAD_RING = 64,          /* presses held until they are acknowledged */
  PAD_WINDOW = 8,         /* presses sent in one go, before an acknowledgement */
  PAD_TOKEN = 32,         /* longest device id, boot id and firmware version */
  PAD_LINE = 144,         /* longest frame sent has 138 bytes with its line feed */
  PAD_COMMAND = 64,       /* longest frame heard: "$A", a boot id, a number, the checksum */
  PAD_MOST_KEYS = 16,     /* keys a frame can speak of */
  PAD_DEBOUNCE_MS = 30,   /* a contact that is still this long has settled */
  PAD_RESEND_MS = 200,    /* the first pause before unacknowledged presses are sent again; */
  PAD_LONGEST_MS = 5000,  /* it doubles up to this */
  PAD_HELLO_MS = 5000,    /* between two hellos */
  PAD_SILENCE_MS = 15000  /* without a word about the light the pad goes dark */
};

/* One power-up of one pad. The fields are nobody's business but pad_protocol.c's. */
typedef struct {
  const char *dev, *boot, *fw;
  uint8_t keys;

  uint32_t base;                 /* the seq of the oldest press held, or of the next one */
  uint32_t pressed_at[PAD_RING]; /* a ring, from `oldest` on */
  uint8_t key[PAD_RING];
  uint8_t oldest, held;
  uint32_t lost;

  uint8_t sent;                  /* how many of the oldest went out in this round */
  uint32_t pause_ms, resend_at, hello_at;
  char line[PAD_LINE];
  uint8_t line_size, line_at;

  char heard[PAD_COMMAND];       /* what followed the last "$" */
  uint8_t heard_size;
  bool listening;
  uint8_t lit;
  uint32_t lit_at;
} pad_t;

/* Begin a power-up. `dev`, `boot` and `fw` must stay where they are; each is a letter or digit,
 * then up to 31 of A-Z a-z 0-9 . _ - (and + in fw); `boot` is another one at every power-up.
 * False, and a pad that says nothing, when one of them or `keys` (1..16) is none. */
bool pad_begin(pad_t *pad, const char *dev, const char *boot, const char *fw, uint8_t keys,
               uint32_t now);

/* Key `key` (from 1) went down at `pressed_at`, lit or not. With 64 held the oldest is lost. */
void pad_press(pad_t *pad, uint8_t key, uint32_t pressed_at);

/* A byte came from the host. */
void pad_receive(pad_t *pad, uint8_t byte, uint32_t now);

/* The next byte for the host, or -1 while there is nothing to say. */
int pad_next_byte(pad_t *pad, uint32_t now);

/* How many keys to light, from the first; 0: dark. Ask at least once in PAD_SILENCE_MS. */
uint8_t pad_lit(pad_t *pad, uint32_t now);

/* Presses not acknowledged yet, and presses lost because the ring was full. */
uint8_t pad_held(const pad_t *pad);
uint32_t pad_lost(const pad_t *pad);

/* CRC-16/Modbus. */
uint16_t pad_crc(const char *text, size_t size);

/* One key. */
typedef struct {
  uint32_t since; /* when the contact was last seen to change */
  bool contact, down;
} pad_button_t;

/* A key that is down already is no press until it was let go. */
void pad_button_begin(pad_button_t *button, bool contact, uint32_t now);

/* True once for every press, PAD_DEBOUNCE_MS after it (`since` says when). Call it at least every
 * 10 ms with the state of the contact. */
bool pad_button_pressed(pad_button_t *button, bool contact, uint32_t now);

#ifdef __cplusplus
}
#endif
#endif
