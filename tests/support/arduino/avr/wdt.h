#ifndef WDT_STUB_H
#define WDT_STUB_H
enum { WDTO_2S };
void wdt_enable(int period);
void wdt_reset();
#endif
