<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>Show %n earlier</numerusform>
            <numerusform>Show %n earlier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letters</source>
        <translation>
            <numerusform>%n letter</numerusform>
            <numerusform>%n letters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Otklik: %n new signals</source>
        <translation>
            <numerusform>Otklik: %n new signal</numerusform>
            <numerusform>Otklik: %n new signals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new signals</source>
        <translation>
            <numerusform>%n new signal</numerusform>
            <numerusform>%n new signals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n longer than the target</source>
        <translation>
            <numerusform>%n longer than the target</numerusform>
            <numerusform>%n longer than the target</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n openings not known to the hour</source>
        <translation>
            <numerusform>%n opening not known to the hour</numerusform>
            <numerusform>%n openings not known to the hour</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more letters and no answer. Let this one go.</source>
        <translation>
            <numerusform>%n more letter and no answer. Let this one go.</numerusform>
            <numerusform>%n more letters and no answer. Let this one go.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>opened %n times, last {ago}</source>
        <translation>
            <numerusform>opened {ago}</numerusform>
            <numerusform>opened %n times, last {ago}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letters from them within a week</source>
        <translation>
            <numerusform>%n letter from them within a week</numerusform>
            <numerusform>%n letters from them within a week</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>answered {answered} of %n letters</source>
        <translation>
            <numerusform>answered {answered} of %n letter</numerusform>
            <numerusform>answered {answered} of %n letters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n opens</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n opens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later opens</source>
        <translation>
            <numerusform>%n later open</numerusform>
            <numerusform>%n later opens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clicks</source>
        <translation>
            <numerusform>%n click</numerusform>
            <numerusform>%n clicks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n forwards</source>
        <translation>
            <numerusform>%n forward</numerusform>
            <numerusform>%n forwards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mailboxes are up to date</source>
        <translation>
            <numerusform>%n mailbox is up to date</numerusform>
            <numerusform>%n mailboxes are up to date</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points more, within chance</source>
        <translation>
            <numerusform>%n point more, within chance</numerusform>
            <numerusform>%n points more, within chance</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points fewer, within chance</source>
        <translation>
            <numerusform>%n point fewer, within chance</numerusform>
            <numerusform>%n points fewer, within chance</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points more</source>
        <translation>
            <numerusform>%n point more</numerusform>
            <numerusform>%n points more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points fewer</source>
        <translation>
            <numerusform>%n point fewer</numerusform>
            <numerusform>%n points fewer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answers</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>once</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n folders</source>
        <translation>
            <numerusform>%n folder</numerusform>
            <numerusform>%n folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>written to %n others as well</source>
        <translation>
            <numerusform>written to %n other as well</numerusform>
            <numerusform>written to %n others as well</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n work days</source>
        <translation>
            <numerusform>%n work day</numerusform>
            <numerusform>%n work days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures are not loaded: the sender would see that you read this.</source>
        <translation>
            <numerusform>%n picture is not loaded: the sender would see that you read this.</numerusform>
            <numerusform>%n pictures are not loaded: the sender would see that you read this.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Judge %n earlier ones and all future ones like it the same? {rule}.</source>
        <translation>
            <numerusform>Judge %n earlier one and all future ones like it the same? {rule}.</numerusform>
            <numerusform>Judge %n earlier ones and all future ones like it the same? {rule}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pictures never load at {company}: %n letters were read without. Silence means nothing.</source>
        <translation>
            <numerusform>Pictures never load at {company}: %n letter was read without. Silence means nothing.</numerusform>
            <numerusform>Pictures never load at {company}: %n letters were read without. Silence means nothing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pictures never load here: %n letters were read without. Silence means nothing.</source>
        <translation>
            <numerusform>Pictures never load here: %n letter was read without. Silence means nothing.</numerusform>
            <numerusform>Pictures never load here: %n letters were read without. Silence means nothing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The certificate is valid for %n more days.</source>
        <translation>
            <numerusform>The certificate is valid for %n more day.</numerusform>
            <numerusform>The certificate is valid for %n more days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Somebody of the recipients: %n signal(s)</source>
        <translation>
            <numerusform>Somebody of the recipients: %n signal</numerusform>
            <numerusform>Somebody of the recipients: %n signals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n click(s)</source>
        <translation>
            <numerusform>%n click</numerusform>
            <numerusform>%n clicks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more: search for them</source>
        <translation>
            <numerusform>%n more: search for it</numerusform>
            <numerusform>%n more: search for them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open(s) without names</source>
        <translation>
            <numerusform>%n open without names</numerusform>
            <numerusform>%n opens without names</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are done.</source>
        <translation>
            <numerusform>%n is done.</numerusform>
            <numerusform>%n are done.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need no answer.</source>
        <translation>
            <numerusform>%n needs no answer.</numerusform>
            <numerusform>%n need no answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are hidden until they write.</source>
        <translation>
            <numerusform>%n is hidden until they write.</numerusform>
            <numerusform>%n are hidden until they write.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are snoozed.</source>
        <translation>
            <numerusform>%n is snoozed.</numerusform>
            <numerusform>%n are snoozed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people at {company}; the warmest: {warmth}</source>
        <translation>
            <numerusform>%n person at {company}; the warmest: {warmth}</numerusform>
            <numerusform>%n people at {company}; the warmest: {warmth}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n leads are in {path}.</source>
        <translation>
            <numerusform>%n lead is in {path}.</numerusform>
            <numerusform>%n leads are in {path}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more letters were not answered</source>
        <translation>
            <numerusform>%n more letter was not answered</numerusform>
            <numerusform>%n more letters were not answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more letters before giving up</source>
        <translation>
            <numerusform>%n more letter before giving up</numerusform>
            <numerusform>%n more letters before giving up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server&apos;s clock is %n minutes ahead of this computer&apos;s.</source>
        <translation>
            <numerusform>The server&apos;s clock is %n minute ahead of this computer&apos;s.</numerusform>
            <numerusform>The server&apos;s clock is %n minutes ahead of this computer&apos;s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server&apos;s clock is %n minutes behind this computer&apos;s.</source>
        <translation>
            <numerusform>The server&apos;s clock is %n minute behind this computer&apos;s.</numerusform>
            <numerusform>The server&apos;s clock is %n minutes behind this computer&apos;s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reminder after %n days without an answer</source>
        <translation>
            <numerusform>Reminder after %n day without an answer</numerusform>
            <numerusform>Reminder after %n days without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No answer in %n days</source>
        <translation>
            <numerusform>No answer in %n day</numerusform>
            <numerusform>No answer in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls wait for your working hours</source>
        <translation>
            <numerusform>%n call waits for your working hours</numerusform>
            <numerusform>%n calls wait for your working hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more people wait: begin again for them.</source>
        <translation>
            <numerusform>%n more person waits: begin again for them.</numerusform>
            <numerusform>%n more people wait: begin again for them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nobody waits. %n calls are left for your working hours.</source>
        <translation>
            <numerusform>Nobody waits. %n call is left for your working hours.</numerusform>
            <numerusform>Nobody waits. %n calls are left for your working hours.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n left out</numerusform>
            <numerusform>%n left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lists</source>
        <translation>
            <numerusform>%n list</numerusform>
            <numerusform>%n lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answered</source>
        <translation>
            <numerusform>%n answered</numerusform>
            <numerusform>%n answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known yet</source>
        <translation>
            <numerusform>%n not known yet</numerusform>
            <numerusform>%n not known yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are on their way.</source>
        <translation>
            <numerusform>%n is on its way.</numerusform>
            <numerusform>%n are on their way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows are in the file. Its number: {number}</source>
        <translation>
            <numerusform>%n row is in the file. Its number: {number}</numerusform>
            <numerusform>%n rows are in the file. Its number: {number}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n rows were read.</source>
        <translation>
            <numerusform>{name}: %n row was read.</numerusform>
            <numerusform>{name}: %n rows were read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows of the last 12 months: times and codes, no address, no name, no subject.</source>
        <translation>
            <numerusform>%n row of the last 12 months: times and codes, no address, no name, no subject.</numerusform>
            <numerusform>%n rows of the last 12 months: times and codes, no address, no name, no subject.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more pairs differ.</source>
        <translation>
            <numerusform>And %n more pair differs.</numerusform>
            <numerusform>And %n more pairs differ.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letters a week, {share} of them off hours</source>
        <translation>
            <numerusform>%n letter a week, {share} of them off hours</numerusform>
            <numerusform>%n letters a week, {share} of them off hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait now, the longest for {time}</source>
        <translation>
            <numerusform>%n waits now, for {time}</numerusform>
            <numerusform>%n wait now, the longest for {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows are at the server, told {time}.</source>
        <translation>
            <numerusform>%n row is at the server, told {time}.</numerusform>
            <numerusform>%n rows are at the server, told {time}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait longer than the target: begin with the oldest.</source>
        <translation>
            <numerusform>%n waits longer than the target: begin there.</numerusform>
            <numerusform>%n wait longer than the target: begin with the oldest.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people write with you</source>
        <translation>
            <numerusform>%n person writes with you</numerusform>
            <numerusform>%n people write with you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letters wait for your answer</source>
        <translation>
            <numerusform>%n letter waits for your answer</numerusform>
            <numerusform>%n letters wait for your answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n new signals</source>
        <translation>
            <numerusform>And %n new signal</numerusform>
            <numerusform>And %n new signals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clients waited longer than your target while Otklik was off</source>
        <translation>
            <numerusform>%n client waited longer than your target while Otklik was off</numerusform>
            <numerusform>%n clients waited longer than your target while Otklik was off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n handed over</source>
        <translation>
            <numerusform>%n handed over</numerusform>
            <numerusform>%n handed over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken over</source>
        <translation>
            <numerusform>%n taken over</numerusform>
            <numerusform>%n taken over</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait longer than the target</source>
        <translation>
            <numerusform>%n waits longer than the target</numerusform>
            <numerusform>%n wait longer than the target</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Today you have dealt with %n people.</source>
        <translation>
            <numerusform>Today you have dealt with %n person.</numerusform>
            <numerusform>Today you have dealt with %n people.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n within the target</source>
        <translation>
            <numerusform>%n within the target</numerusform>
            <numerusform>%n within the target</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have waited for more than a month.</source>
        <translation>
            <numerusform>%n person has waited for more than a month.</numerusform>
            <numerusform>%n people have waited for more than a month.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{signal}, %n times</source>
        <translation>
            <numerusform>{signal}, %n time</numerusform>
            <numerusform>{signal}, %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letters wait for an answer</source>
        <translation>
            <numerusform>%n letter waits for an answer</numerusform>
            <numerusform>%n letters wait for an answer</numerusform>
        </translation>
    </message>
</context>
</TS>
