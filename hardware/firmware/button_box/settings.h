/* What differs from box to box. The wiring is drawn in ../README.md. */
#ifndef SETTINGS_H
#define SETTINGS_H

#define BOX_DEV "pad-1"      /* the pad's name: another one for every box of a centre */
#define BOX_FW "box-1.0"     /* the firmware's version, told in every hello */
#define BOX_BAUD 115200

/* Key and lamp pins, the best answer first: two to five of each. A key connects its pin with GND;
 * a lamp stands between its pin and GND, behind 330 ohms. */
#define BOX_KEYS 3
#define BOX_KEY_PINS { 2, 3, 4 }
#define BOX_LAMP_PINS { 5, 6, 7 }

#define BOX_BLINK_MS 150     /* a key that was heard: its lamp blinks this long */

#endif
