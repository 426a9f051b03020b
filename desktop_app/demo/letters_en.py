"""What is written in the English letters of the demo; the notation is that of `demo.letters_ru`."""

from __future__ import annotations

from desktop_app.demo.phrases import parse

_HELLO = "[Hi {me},|Hello {me},|Dear {me},|Good morning {me},]"
_GOOD = "[Hi {who},|Hello {who},|Dear {who},]"
_TEXT = """
== inquiry
subject: Enquiry: {machine}
subject: Packaging line for {goods}
subject: Quotation request, {model}
subject: {company}: packing {goods}
subject: Question about the {model}

[Hello,|Good day,]

We are {company} and pack [about|roughly] {qty} tonnes of {goods} a month. We are looking at the {machine}
to [replace an older machine|take over from manual packing]. [Could you send a price and lead time?|What
would it cost, delivered and commissioned?]

[We run two shifts.|Our film is 350 mm wide.|Floor space is about 6 by 9 metres.]
--
Hello,

I saw your {machine} [online|in a video|at a customer's]. Would it handle {goods} at {speed} packs per
minute?

[If so, please quote for one unit.|We need to decide before the end of the quarter.]
--
Good day,

We are collecting offers for packing {goods}. Please quote one {machine}:

* price ex works and delivered
* lead time and payment terms
* [who does the commissioning|warranty|what is included]

== spares
subject: Spare parts for our {model}
subject: {model}: parts needed
subject: Parts order, {company}

{hello}
We need {part} for the {model}, [{qty} pieces|two sets|enough for a year]. [Can you send a pro forma?|Are
they in stock?]
--
{hello}
Time to replace {part} on the {machine}. What is the price and when could you ship? [Our own carrier can
collect.|Same delivery address as before.]

== breakdown
subject: URGENT: {model} is down
subject: {model} seal temperature drifts
subject: Poor seals on the {model}

{hello}
[Since this morning|Since the night shift] the {model} [stops with error E-{number}|does not restart].
Powering off did not help. What should we check? The line is standing.
--
{hello}
We get about {percent} % bad seals on {goods} since Monday. Same film, same settings. Could somebody from
service call our fitter?

== visit
subject: Visit to your works
subject: Seeing the {model} run
subject: Trial with our {goods}

{hello}
We would like to see the {machine} running, two of us. [Would {day} suit?|Which days are free next week?]
--
{hello}
Could we run a trial with {qty} kg of our {goods} and our own film? [What do you need from us?|We would
bring everything.]

== documents
subject: Documents for the {model}
subject: CE declaration, {model}
subject: Wiring diagram {model}

{hello}
Could you send the [CE declaration and manual|wiring diagram] for the {machine}? [Our auditor asks for
it.|The electrician needs it.]
--
{hello}
Accounts cannot find the invoice for order {number}. Please send a copy.

== status
subject: Order {number}: shipping date?
subject: Status of our {model}

{hello}
How is our order {number} coming along? [We have to book the crane.|We are planning the shutdown.]
--
{hello}
Please confirm the shipping date of the {model}, [our forwarder is asking|the slot is getting tight].

== question

{hello}
Thanks for the offer. [A few questions from our engineers:|Some points to clear up:]

* maximum reel diameter
* [air consumption|connected load]
* [can a date coder be fitted|who trains the operators]
--
{hello}
[The video is impressive.|We watched the video together.] Is {speed} a minute on {goods} a real figure or
the data sheet?
--
{hello}
My director asks whether there is a machine running [near us|in our industry] that we could [visit|call
about].
--
{hello}
What if we took it together with the conveyor? And would it all fit into seven metres?

== discount

{hello}
Technically we are happy. [You are {percent} % above the other offer.|The approved budget is lower.] What
can you do?
--
{hello}
We could sign this week at €{price} delivered. [Half in advance.|Payment in three steps.]

== order

{hello}
Agreed, we take the {machine}. [Please send the contract.|Purchase order follows today.]
--
{hello}
Good news: the budget is signed. [Send the contract, our lawyer needs two days.|Let us have the pro
forma.]

== delay

{hello}
Unfortunately the decision has moved to [next month|January|the next board meeting]. I will come back to
you.
--
{hello}
We are waiting for the bank. [Remind me in two weeks.|I will write as soon as I know.]

== decline

{hello}
Thank you, but we [chose another machine|repair the old one] for now. I keep your details.

== ok

[Thanks, {me}!|Thank you {me}.]

[All received.|No further questions.|That works for us.]
--
[Perfect, thanks.|Great, thank you.] [We will pay {day}.|Passed on to accounts.|Looking forward.]

== interest

{hello}
[Good timing.|Yes, please.] Send me a price for the {machine} on {goods} and we can talk.
--
{hello}
I passed your message to our production manager. What do you need from us for a calculation?

== chase

{hello}
[Any news on my message below?|Did you get my message?] [We have to decide soon.|Kind reminder.]

== fixed

{hello}
Did as you wrote and it runs again. Thank your service team!
--
{hello}
No change so far. [When could an engineer come?|Photo of the cabinet attached.]

== proposal
subject: Packing {goods}: the {model} for {company}
subject: {company}: an idea for your packing room
subject: Video: the {model} on {goods}

{good}
I am {me} from Linia, we build packaging lines. Our {machine} packs {speed} bags of {goods} a minute at a
company much like yours.

Have a look: <video:the video>, <{page}:the details>, <prices:prices>. [Shall I calculate it for your
product?|Could we speak {day}?]
--
{good}
Until {date} the {machine} stays at €{price}. [One is in stock.|Lead time is {weeks}.]

More: <{page}:{model}>, <prices:price list>, <cases:projects like yours>. Shall I prepare an offer?

== exhibition
subject: After the fair: {model}
subject: Good to meet you, {who}
subject: The {model} material I promised

{good}
Thank you for visiting our stand! Here is what I promised: <{page}:the {model}>, <video:the video>,
<prices:prices>.

[When shall we go on?|I will call {day} if that suits.]

== shipment
subject: {model}: shipping {date}
subject: Order {number} is ready
subject: Your {model} passed its test

{good}
The {machine} has passed its test [with your film|with your product]. We ship {date}. [Please confirm the
address.|You will need a 2 t forklift.]

== service_due
subject: {model}: service due
subject: Annual service of your {model}

{good}
The {model} is due for its service. I suggest {date}, it takes [a day|half a day]. Does that work?

== quote

{good}
Thank you for your enquiry! The offer is attached, in short:

* {machine}: €{price}
* {weeks}, 12 months warranty
* commissioning and training included

See <video:the machine at work> and <{page}:its details>. [Could we speak {day}?|The bag size would help
me fix the tooling.]
--
{good}
For {goods} I recommend the {machine}, up to {speed} a minute, €{price}, {weeks}. Offer attached,
<prices:all prices here>, <cases:similar projects here>.

[Send us some film and we test it.|I can show it to you in a video call.]

== answer

{good}
Point by point:

* reels up to 350 mm
* 5.5 kW, 300 l/min of air
* the date coder is factory fitted, training takes two days at your site

[Anything else?|Drawing on <{page}:the machine's page>.]
--
{good}
{speed} a minute was measured on {goods} at a customer's. [I can send the protocol.|<video:The video shows
the stopwatch>.]
--
{good}
There are two machines within a day's drive, I will arrange a visit. [Would {day} suit?|Which days are
good?]

== discount_answer

{good}
I spoke to my director: {percent} % with half in advance, so €{price}. [Valid until {date}.|That is as far
as I can go.]
--
{good}
The price has to stay, but I can add a year of spare parts and a free visit. [What do you say?|Does that
help?]

== contract

{good}
Contract {number} and pro forma attached. [Please check the address.|If your lawyer has changes, he can
call me directly.] I reserve the slot today.

== spares_answer

{good}
[All in stock.|In stock, five sets.] Pro forma {number} attached, we ship {day}. [More in <parts:the parts
list>.|]

== breakdown_answer

{good}
Service knows, Alexey will call you within half an hour. Meanwhile please check the air pressure and [the
registration sensor|the door switch].
--
{good}
This looks like the lower jaw's thermocouple: <service:a ten-minute swap>. [If it does not help, we come
tomorrow.|I send one by express today.]

== visit_answer

{good}
You are welcome! {day} at 11:00? [Please send names for the gate pass.|Directions: <contacts:how to find
us>.]

== documents_answer

{good}
Attached. [Anything missing?|The manual is large: <service:download>.]

== status_answer

{good}
On schedule: [assembly is done, tests are next|the cabinet is wired]. Shipping {date}, I will tell you
three days ahead.

== noted

[Thank you {who}!|Thanks {who}, understood.] [I will remind you.|Call me any time.|Looking forward.]

== followup1

{good}
Did you have a chance to look at the offer? [One machine is still in stock.|The price holds until {date}.]
The essence is [in <video:the two-minute video>|on <{page}:the {model} page>].
--
{good}
Coming back to the {model}: what [stands in the way|matters most], price, time or floor space?

== followup2

{good}
I calculated the payback for {goods}: about 14 months. [Shall I show you?|<cases:A similar case is here>.]

== followup3

{good}
I do not want to be a nuisance, so this is my last message about the {model}. <prices:The price list> is
always here.

== late_answer

{good}
Sorry for the delay, [I was travelling|this slipped through]. The offer for the {model} is attached:
€{price}, {weeks}.

== forwarded
{hello}
Your message about the {model} was passed on to me, I buy equipment here. Please send me an offer for the
{machine} with payment terms.

== greeting
{hello}
[I looked at your offer for the {model} again.|Coming back to your message.] [Could we speak {day}?|What is
the lead time now?|Is the machine still in stock?]
"""

STAGES = parse(_TEXT, hello=_HELLO, good=_GOOD)
