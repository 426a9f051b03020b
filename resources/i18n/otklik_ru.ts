<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>The database was damaged. It is rebuilt from your mailbox.</source>
        <translation>База данных была повреждена. Она восстанавливается из почты.</translation>
    </message>
    <message>
        <source>Something in Otklik did not work. Your letters are safe.</source>
        <translation>В Отклике что-то не сработало. Письма в сохранности.</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Скопировать подробности</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Add a mailbox</source>
        <translation>Подключить почту</translation>
    </message>
    <message>
        <source>The servers</source>
        <translation>Серверы</translation>
    </message>
    <message>
        <source>Anna Petrova</source>
        <translation>Анна Петрова</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Проверить снова</translation>
    </message>
    <message>
        <source>Add this mailbox</source>
        <translation>Подключить</translation>
    </message>
    <message>
        <source>Found for {domain}. Change what is not right and test again.</source>
        <translation>Найдено для {domain}. Исправьте неверное и проверьте снова.</translation>
    </message>
    <message>
        <source>Nothing was found for {domain}. Your IT or the help of your mail knows the names.</source>
        <translation>Для {domain} ничего не найдено. Адреса серверов подскажет ИТ-отдел или справка почтовой службы.</translation>
    </message>
    <message>
        <source>Your name, as clients see it</source>
        <translation>Ваше имя, как его видят клиенты</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Имя пользователя</translation>
    </message>
    <message>
        <source>Incoming mail (IMAP)</source>
        <translation>Входящая почта (IMAP)</translation>
    </message>
    <message>
        <source>Outgoing mail (SMTP); empty: receive only</source>
        <translation>Исходящая почта (SMTP); если пусто — только приём</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Доверять сертификату</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>STARTTLS</source>
        <translation>STARTTLS</translation>
    </message>
    <message>
        <source>none (this computer only)</source>
        <translation>нет (только этот компьютер)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Порт</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Защита</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>не удалось</translation>
    </message>
    <message>
        <source>receive only</source>
        <translation>только приём</translation>
    </message>
    <message>
        <source>{incoming} and {outgoing}</source>
        <translation>{incoming} и {outgoing}</translation>
    </message>
    <message>
        <source>Ask your IT whether its fingerprint (SHA-256) is {fingerprint}</source>
        <translation>Спросите ИТ-отдел, верен ли отпечаток (SHA-256): {fingerprint}</translation>
    </message>
    <message>
        <source>Step {n} of 3</source>
        <translation>Шаг {n} из 3</translation>
    </message>
    <message>
        <source>Otklik finds the servers by itself. The password stays in the password store of this computer.</source>
        <translation>Отклик сам найдёт серверы. Пароль останется в хранилище паролей этого компьютера.</translation>
    </message>
    <message>
        <source>Your mailbox</source>
        <translation>Ваша почта</translation>
    </message>
    <message>
        <source>name@company.ru</source>
        <translation>name@company.ru</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>Адрес почты</translation>
    </message>
    <message>
        <source>Gmail, Yandex and Mail.ru want an app password: make one in the security settings of your mail.</source>
        <translation>Gmail, Яндекс и Mail.ru требуют пароль приложения: создайте его в настройках безопасности почты.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Find the servers</source>
        <translation>Найти серверы</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Поиск…</translation>
    </message>
    <message>
        <source>The password is missing.</source>
        <translation>Не указан пароль.</translation>
    </message>
    <message>
        <source>Your letters are coming</source>
        <translation>Письма загружаются</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Подключение</translation>
    </message>
    <message>
        <source>Show my leads</source>
        <translation>Показать клиентов</translation>
    </message>
    <message>
        <source>The time left is not known yet.</source>
        <translation>Оставшееся время пока неизвестно.</translation>
    </message>
    <message>
        <source>About {time} left</source>
        <translation>Осталось около {time}</translation>
    </message>
    <message>
        <source>checked {when}</source>
        <translation>проверено {when}</translation>
    </message>
    <message>
        <source>unencrypted, this computer only</source>
        <translation>без шифрования, только этот компьютер</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Проверить связь</translation>
    </message>
    <message>
        <source>{folder} is read now.</source>
        <translation>Папка {folder} теперь читается.</translation>
    </message>
    <message>
        <source>{folder} is read no more.</source>
        <translation>Папка {folder} больше не читается.</translation>
    </message>
    <message>
        <source>Sent letters lie in</source>
        <translation>Отправленные письма лежат в папке</translation>
    </message>
    <message>
        <source>Read {folder}</source>
        <translation>Читать {folder}</translation>
    </message>
    <message>
        <source>Always read: letters come in here</source>
        <translation>Читается всегда: сюда приходят письма</translation>
    </message>
    <message>
        <source>{role} · {state}</source>
        <translation>{role} · {state}</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>не читается</translation>
    </message>
    <message>
        <source>{done} of {total} read</source>
        <translation>прочитано {done} из {total}</translation>
    </message>
    <message>
        <source>not yet looked at</source>
        <translation>ещё не смотрели</translation>
    </message>
    <message>
        <source>Incoming</source>
        <translation>Входящие</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>folder</comment>
        <translation>Отправленные</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Архив</translation>
    </message>
    <message>
        <source>All letters</source>
        <translation>Вся почта</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Черновики</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Исходящие</translation>
    </message>
    <message>
        <source>Spam</source>
        <translation>Спам</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Удалённые</translation>
    </message>
    <message>
        <source>Where the server says: {folder}</source>
        <translation>Как указывает сервер: {folder}</translation>
    </message>
    <message>
        <source>Where the server says</source>
        <translation>Как указывает сервер</translation>
    </message>
    <message>
        <source>Be told of new letters</source>
        <translation>Уведомления о новых письмах</translation>
    </message>
    <message>
        <source>at once, in every folder</source>
        <translation>сразу, во всех папках</translation>
    </message>
    <message>
        <source>at once in the inbox, each minute elsewhere</source>
        <translation>сразу во входящих, в остальных раз в минуту</translation>
    </message>
    <message>
        <source>each minute: the server does not ring</source>
        <translation>раз в минуту: сервер сам не сообщает</translation>
    </message>
    <message>
        <source>The server cuts the connection right after each sign-in. Otklik tries again in {after_s} s.</source>
        <translation>Сервер обрывает соединение сразу после входа. Отклик повторит попытку через {after_s} с.</translation>
    </message>
    <message>
        <source>This folder is always read: letters come in here.</source>
        <translation>Эта папка читается всегда: сюда приходят письма.</translation>
    </message>
    <message>
        <source>This folder is no longer here.</source>
        <translation>Этой папки больше нет.</translation>
    </message>
    <message>
        <source>Less than a minute left</source>
        <translation>Осталось меньше минуты</translation>
    </message>
    <message>
        <source>Done: the mailbox is empty.</source>
        <translation>Готово: ящик пуст.</translation>
    </message>
    <message>
        <source>Done: {number} letters are here.</source>
        <translation>Готово: писем загружено {number}.</translation>
    </message>
    <message>
        <source>Reply time per week</source>
        <translation>Скорость ответа по неделям</translation>
    </message>
    <message>
        <source>Share answered by time</source>
        <translation>Доля отвеченных по времени</translation>
    </message>
    <message>
        <source>How long answers took</source>
        <translation>Сколько заняли ответы</translation>
    </message>
    <message>
        <source>Weekday and hour of arrival</source>
        <translation>День недели и час поступления</translation>
    </message>
    <message>
        <source>Week by week</source>
        <translation>По неделям</translation>
    </message>
    <message>
        <source>Answered within</source>
        <translation>Отвечено за</translation>
    </message>
    <message>
        <source>Share of all, those who still wait included</source>
        <translation>Доля от всех, включая тех, кто ещё ждёт</translation>
    </message>
    <message>
        <source>target {time}</source>
        <translation>цель {time}</translation>
    </message>
    <message>
        <source>{share} within {time}</source>
        <translation>{share} за {time}</translation>
    </message>
    <message>
        <source>When clients wait longest</source>
        <translation>Когда клиенты ждут дольше всего</translation>
    </message>
    <message>
        <source>When clients write</source>
        <translation>Когда клиенты пишут</translation>
    </message>
    <message>
        <source>Week of {day}</source>
        <translation>Неделя с {day}</translation>
    </message>
    <message>
        <source>Longer than {time}</source>
        <translation>Дольше {time}</translation>
    </message>
    <message>
        <source>Answered: {time}</source>
        <translation>Ответ: {time}</translation>
    </message>
    <message>
        <source>{weekday}, {hour}:00</source>
        <translation>{weekday}, {hour}:00</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Next and previous</source>
        <translation>Следующий и предыдущий</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>New letter</source>
        <translation>Новое письмо</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Отложить</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Close or leave the search</source>
        <translation>Закрыть или выйти из поиска</translation>
    </message>
    <message>
        <source>Send the letter</source>
        <translation>Отправить письмо</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Этот список</translation>
    </message>
    <message>
        <source>{name} needs no answer.</source>
        <translation>Ответ не нужен: {name}.</translation>
    </message>
    <message>
        <source>{name} is back in the list.</source>
        <translation>Снова в списке: {name}.</translation>
    </message>
    <message>
        <source>{name} is hidden until {when}.</source>
        <translation>Отложено до {when}: {name}.</translation>
    </message>
    <message>
        <source>In two hours</source>
        <translation>Через два часа</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Завтра</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>Через неделю</translation>
    </message>
    <message>
        <source>Choose a contact to see what happened and why.</source>
        <translation>Выберите клиента, чтобы увидеть, что произошло и почему.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Заметка</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Что произошло</translation>
    </message>
    <message>
        <source>Wake up</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>No letter of yours is open, so there is nothing to weigh.</source>
        <translation>Ваших писем без ответа нет, взвешивать нечего.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>Показать ещё %n</numerusform>
            <numerusform>Показать ещё %n</numerusform>
            <numerusform>Показать ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>It was the client</source>
        <translation>Это был клиент</translation>
    </message>
    <message>
        <source>It was me</source>
        <translation>Это был я</translation>
    </message>
    <message>
        <source>It was a program</source>
        <translation>Это была программа</translation>
    </message>
    <message>
        <source>Take my correction back</source>
        <translation>Отменить мою поправку</translation>
    </message>
    <message>
        <source>Reply (R)</source>
        <translation>Ответить (R)</translation>
    </message>
    <message>
        <source>Snooze (S)</source>
        <translation>Отложить (S)</translation>
    </message>
    <message>
        <source>Done (E)</source>
        <translation>Готово (E)</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>No person and no letter contains these words.</source>
        <translation>Ни в именах, ни в письмах таких слов нет.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Очистить поиск</translation>
    </message>
    <message>
        <source>Show all leads</source>
        <translation>Показать всех</translation>
    </message>
    <message>
        <source>No leads yet</source>
        <translation>Клиентов пока нет</translation>
    </message>
    <message>
        <source>Everybody you write with appears here as soon as the first letters are read.</source>
        <translation>Все, с кем вы переписываетесь, появятся здесь, как только загрузятся первые письма.</translation>
    </message>
    <message>
        <source>Your clients will be here</source>
        <translation>Здесь будут ваши клиенты</translation>
    </message>
    <message>
        <source>Connect your mailbox. Otklik reads it and shows whom to answer first and who is interested.</source>
        <translation>Подключите почту. Отклик прочитает её и покажет, кому ответить первым и кто заинтересован.</translation>
    </message>
    <message>
        <source>Connect a mailbox</source>
        <translation>Подключить почту</translation>
    </message>
    <message>
        <source>Nobody waits for your answer.</source>
        <translation>Никто не ждёт вашего ответа.</translation>
    </message>
    <message>
        <source>Nobody is much warmer than usual right now.</source>
        <translation>Сейчас никто не теплее обычного.</translation>
    </message>
    <message>
        <source>No letter of yours of the last two weeks is without an answer.</source>
        <translation>На все ваши письма за две недели ответили.</translation>
    </message>
    <message>
        <source>No open letter has gone cold.</source>
        <translation>Остывших писем нет.</translation>
    </message>
    <message>
        <source>Nobody is snoozed.</source>
        <translation>Никто не отложен.</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n новый</numerusform>
            <numerusform>%n новых</numerusform>
            <numerusform>%n новых</numerusform>
        </translation>
    </message>
    <message>
        <source>Search people and letters   Ctrl+K</source>
        <translation>Поиск людей и писем   Ctrl+K</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Клиенты</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Теплота</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>Last signal</source>
        <translation>Последний сигнал</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Ждёт</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Письмо</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Что дальше</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Канал</translation>
    </message>
    <message>
        <source>warmth {warmth}</source>
        <translation>теплота {warmth}</translation>
    </message>
    <message>
        <source>Only you see this.</source>
        <translation>Видите только вы.</translation>
    </message>
    <message>
        <source>From the client</source>
        <translation>От клиента</translation>
    </message>
    <message>
        <source>From you</source>
        <translation>От вас</translation>
    </message>
    <message>
        <source>No subject</source>
        <translation>Без темы</translation>
    </message>
    <message numerus="yes">
        <source>%n letters</source>
        <translation>
            <numerusform>%n письмо</numerusform>
            <numerusform>%n письма</numerusform>
            <numerusform>%n писем</numerusform>
        </translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Закрыть (Esc)</translation>
    </message>
    <message>
        <source>{people}, {moment}</source>
        <translation>{people}, {moment}</translation>
    </message>
    <message>
        <source>This letter has no text.</source>
        <translation>В этом письме нет текста.</translation>
    </message>
    <message>
        <source>To {names}</source>
        <translation>Кому: {names}</translation>
    </message>
    <message>
        <source>To nobody</source>
        <translation>Без получателя</translation>
    </message>
    <message>
        <source>Open Otklik</source>
        <translation>Открыть Отклик</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
    <message numerus="yes">
        <source>Otklik: %n new signals</source>
        <translation>
            <numerusform>Отклик: %n новый сигнал</numerusform>
            <numerusform>Отклик: %n новых сигнала</numerusform>
            <numerusform>Отклик: %n новых сигналов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new signals</source>
        <translation>
            <numerusform>%n новый сигнал</numerusform>
            <numerusform>%n новых сигнала</numerusform>
            <numerusform>%n новых сигналов</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft deleted</source>
        <translation>Черновик удалён</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Прикрепить файлы</translation>
    </message>
    <message>
        <source>Tracking on</source>
        <translation>Отслеживание включено</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>Удалить черновик</translation>
    </message>
    <message>
        <source>“{text}” is not an e-mail address.</source>
        <translation>«{text}» — не адрес почты.</translation>
    </message>
    <message>
        <source>Add at least one recipient.</source>
        <translation>Укажите хотя бы одного получателя.</translation>
    </message>
    <message>
        <source>The letter will be sent in {n} s</source>
        <translation>Письмо уйдёт через {n} с</translation>
    </message>
    <message>
        <source>Not sent. {reason}</source>
        <translation>Не отправлено. {reason}</translation>
    </message>
    <message>
        <source>The draft is not saved. {reason}</source>
        <translation>Черновик не сохранён. {reason}</translation>
    </message>
    <message>
        <source>The draft is kept under Sent.</source>
        <translation>Черновик сохранён в разделе «Отправленные».</translation>
    </message>
    <message>
        <source>No tracking server is set. Replies are noticed anyway.</source>
        <translation>Сервер отслеживания не задан. Ответы видны и так.</translation>
    </message>
    <message>
        <source>Tracking off</source>
        <translation>Отслеживание выключено</translation>
    </message>
    <message>
        <source>Only replies are noticed.</source>
        <translation>Видны только ответы.</translation>
    </message>
    <message>
        <source>Too late: the letter has been sent.</source>
        <translation>Поздно: письмо отправлено.</translation>
    </message>
    <message>
        <source>{name} cannot be attached: {reason}</source>
        <translation>Не удалось прикрепить {name}: {reason}</translation>
    </message>
    <message>
        <source>all files together may have {limit}</source>
        <translation>все файлы вместе могут занимать {limit}</translation>
    </message>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}, {size}</translation>
    </message>
    <message>
        <source>Text of the letter</source>
        <translation>Текст письма</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>Жирный</translation>
    </message>
    <message>
        <source>Italic</source>
        <translation>Курсив</translation>
    </message>
    <message>
        <source>Underlined</source>
        <translation>Подчёркнутый</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Ссылка</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Список</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>Нумерованный список</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>Цитата</translation>
    </message>
    <message>
        <source>Remove formatting</source>
        <translation>Убрать оформление</translation>
    </message>
    <message>
        <source>Address of the page</source>
        <translation>Адрес страницы</translation>
    </message>
    <message>
        <source>From</source>
        <translation>От</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Кому</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копия</translation>
    </message>
    <message>
        <source>Hidden copy</source>
        <translation>Скрытая копия</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Копии</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Копия</translation>
    </message>
    <message>
        <source>Bcc</source>
        <translation>Скрытая</translation>
    </message>
    <message>
        <source>{when}, {who}:</source>
        <translation>{when}, {who}:</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Попробовать снова</translation>
    </message>
    <message>
        <source>Reply speed</source>
        <translation>Скорость ответа</translation>
    </message>
    <message>
        <source>4 weeks</source>
        <translation>4 недели</translation>
    </message>
    <message>
        <source>12 weeks</source>
        <translation>12 недель</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>Год</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Календарное время</translation>
    </message>
    <message>
        <source>Working hours</source>
        <translation>Рабочие часы</translation>
    </message>
    <message>
        <source>From arrival</source>
        <translation>От поступления</translation>
    </message>
    <message>
        <source>From opening</source>
        <translation>От прочтения</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Период</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Часы</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>First reply, 90 % within</source>
        <translation>90 % первых ответов за</translation>
    </message>
    <message>
        <source>Waiting now</source>
        <translation>Ждут сейчас</translation>
    </message>
    <message>
        <source>Nobody wrote in this time</source>
        <translation>За это время никто не писал</translation>
    </message>
    <message>
        <source>As soon as clients write, this page shows how long they wait for an answer.</source>
        <translation>Как только клиенты напишут, здесь будет видно, сколько они ждут ответа.</translation>
    </message>
    <message numerus="yes">
        <source>%n longer than the target</source>
        <translation>
            <numerusform>%n дольше цели</numerusform>
            <numerusform>%n дольше цели</numerusform>
            <numerusform>%n дольше цели</numerusform>
        </translation>
    </message>
    <message>
        <source>Answered within {time}</source>
        <translation>Отвечено за {time}</translation>
    </message>
    <message>
        <source>Too few answers for a figure</source>
        <translation>Слишком мало ответов для оценки</translation>
    </message>
    <message>
        <source>More than half unanswered</source>
        <translation>Больше половины без ответа</translation>
    </message>
    <message>
        <source>More than 10 % unanswered</source>
        <translation>Больше 10 % без ответа</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Отвечено</translation>
    </message>
    <message>
        <source>Fewer than {n} answers in this time: too few for figures and charts. These are the letters.</source>
        <translation>За это время меньше {n} ответов: для цифр и графиков этого мало. Вот письма.</translation>
    </message>
    <message>
        <source>answered after {time}</source>
        <translation>ответ через {time}</translation>
    </message>
    <message>
        <source>waiting for {time}</source>
        <translation>ждёт {time}</translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation>Неизвестный отправитель</translation>
    </message>
    <message>
        <source>No earlier figure to compare with</source>
        <translation>Сравнить не с чем</translation>
    </message>
    <message>
        <source>Who waits now: {number}</source>
        <translation>Кто ждёт сейчас: {number}</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Не учтено</translation>
    </message>
    <message numerus="yes">
        <source>%n openings not known to the hour</source>
        <translation>
            <numerusform>%n прочтение известно не с точностью до часа</numerusform>
            <numerusform>%n прочтения известны не с точностью до часа</numerusform>
            <numerusform>%n прочтений известны не с точностью до часа</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} waits</source>
        <translation>{name} ждёт</translation>
    </message>
    <message>
        <source>Not counted: {reason}</source>
        <translation>Не учтено: {reason}</translation>
    </message>
    <message>
        <source>Something went wrong ({code}).</source>
        <translation>Что-то пошло не так ({code}).</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Войти</translation>
    </message>
    <message>
        <source>Reading letters: {done} of {total}</source>
        <translation>Чтение писем: {done} из {total}</translation>
    </message>
    <message>
        <source>Reading letters</source>
        <translation>Чтение писем</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Всё загружено</translation>
    </message>
    <message>
        <source>Waiting before the next try</source>
        <translation>Пауза перед следующей попыткой</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлено</translation>
    </message>
    <message>
        <source>Opens and clicks are off: no tracking server is set.</source>
        <translation>Открытия и клики не видны: сервер отслеживания не задан.</translation>
    </message>
    <message>
        <source>Opens and clicks are on.</source>
        <translation>Открытия и клики видны.</translation>
    </message>
    <message>
        <source>The tracking server cannot be reached. Signals will arrive later.</source>
        <translation>Сервер отслеживания недоступен. Сигналы придут позже.</translation>
    </message>
    <message>
        <source>The tracking server does not accept your key.</source>
        <translation>Сервер отслеживания не принимает ваш ключ.</translation>
    </message>
    <message>
        <source>Will be sent in a moment</source>
        <translation>Скоро будет отправлено</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Отправляется</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Отправленные</translation>
    </message>
    <message>
        <source>Not accepted by the server</source>
        <translation>Сервер не принял</translation>
    </message>
    <message>
        <source>May have been sent: the connection broke at the end</source>
        <translation>Возможно, отправлено: связь оборвалась в самом конце</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Не отправлено</translation>
    </message>
    <message>
        <source>Find the server</source>
        <translation>Поиск сервера</translation>
    </message>
    <message>
        <source>Check the certificate</source>
        <translation>Проверка сертификата</translation>
    </message>
    <message>
        <source>Read the list of folders</source>
        <translation>Чтение списка папок</translation>
    </message>
    <message>
        <source>Sign in to the outgoing server</source>
        <translation>Вход на исходящий сервер</translation>
    </message>
    <message>
        <source>Something went wrong.</source>
        <translation>Что-то пошло не так.</translation>
    </message>
    <message>
        <source>The mail server gave an unexpected answer.</source>
        <translation>Почтовый сервер ответил неожиданно.</translation>
    </message>
    <message>
        <source>The server does not accept this user name and password.</source>
        <translation>Сервер не принимает это имя и пароль.</translation>
    </message>
    <message>
        <source>The server wants an app password, not the usual one. Make one in the security settings of your mail.</source>
        <translation>Сервер ждёт пароль приложения, а не обычный. Создайте его в настройках безопасности почты.</translation>
    </message>
    <message>
        <source>{host} does not speak TLS on port {port}. Try another port, or STARTTLS.</source>
        <translation>{host} не понимает TLS на порту {port}. Попробуйте другой порт или STARTTLS.</translation>
    </message>
    <message>
        <source>{host} offers no STARTTLS on port {port}. Try TLS.</source>
        <translation>{host} не предлагает STARTTLS на порту {port}. Попробуйте TLS.</translation>
    </message>
    <message>
        <source>This server takes no passwords, so Otklik cannot sign in.</source>
        <translation>Этот сервер не принимает пароли, поэтому Отклик не может войти.</translation>
    </message>
    <message>
        <source>This server does not number its letters, so they cannot be read reliably.</source>
        <translation>Этот сервер не нумерует письма, поэтому надёжно читать их нельзя.</translation>
    </message>
    <message>
        <source>The outgoing server takes only addresses in Latin letters.</source>
        <translation>Сервер исходящей почты принимает адреса только латиницей.</translation>
    </message>
    <message>
        <source>The outgoing server takes only letters in plain ASCII.</source>
        <translation>Сервер исходящей почты принимает письма только в ASCII.</translation>
    </message>
    <message>
        <source>No password is kept for {address}. Enter it again.</source>
        <translation>Пароль для {address} не сохранён. Введите его ещё раз.</translation>
    </message>
    <message>
        <source>There is already a mailbox {address}.</source>
        <translation>Ящик {address} уже есть.</translation>
    </message>
    <message>
        <source>This mailbox is no longer here.</source>
        <translation>Этого ящика здесь больше нет.</translation>
    </message>
    <message>
        <source>A password may not travel to {host} unencrypted. Choose TLS or STARTTLS.</source>
        <translation>Пароль нельзя передавать на {host} без шифрования. Выберите TLS или STARTTLS.</translation>
    </message>
    <message>
        <source>There is a character in it that cannot be typed.</source>
        <translation>Здесь есть символ, который нельзя напечатать.</translation>
    </message>
    <message>
        <source>A certificate is named by its SHA-256: 64 hexadecimal digits.</source>
        <translation>Сертификат задаётся его SHA-256: 64 шестнадцатеричные цифры.</translation>
    </message>
    <message>
        <source>What became of this letter is known already.</source>
        <translation>Что стало с этим письмом, уже известно.</translation>
    </message>
    <message>
        <source>The key is mistyped. Copy it once more, whole.</source>
        <translation>В ключе опечатка. Скопируйте его ещё раз целиком.</translation>
    </message>
    <message>
        <source>This is not a key of a tracking server.</source>
        <translation>Это не ключ сервера отслеживания.</translation>
    </message>
    <message>
        <source>These hours overlap, or end before they begin.</source>
        <translation>Эти часы пересекаются или кончаются раньше, чем начинаются.</translation>
    </message>
    <message>
        <source>Sign in with your mail provider first.</source>
        <translation>Сначала войдите у своего почтового провайдера.</translation>
    </message>
    <message>
        <source>The server asks for a pause of {after_s} s. Otklik goes on by itself.</source>
        <translation>Сервер просит паузу {after_s} с. Отклик продолжит сам.</translation>
    </message>
    <message>
        <source>The mail server cannot be reached. Otklik tries again by itself.</source>
        <translation>Почтовый сервер недоступен. Отклик попробует снова сам.</translation>
    </message>
    <message>
        <source>The server has renumbered this folder. It is read again.</source>
        <translation>Сервер перенумеровал эту папку. Она читается заново.</translation>
    </message>
    <message>
        <source>This letter is no longer on the server.</source>
        <translation>Этого письма на сервере больше нет.</translation>
    </message>
    <message>
        <source>The server does not allow this.</source>
        <translation>Сервер этого не разрешает.</translation>
    </message>
    <message>
        <source>The certificate of {host} cannot be trusted.</source>
        <translation>Сертификату {host} нельзя доверять.</translation>
    </message>
    <message>
        <source>This server cannot do what Otklik needs.</source>
        <translation>Этот сервер не умеет того, что нужно Отклику.</translation>
    </message>
    <message>
        <source>The mail server answered with an error: {text}</source>
        <translation>Почтовый сервер ответил ошибкой: {text}</translation>
    </message>
    <message>
        <source>The data folder cannot be used.</source>
        <translation>Папку данных использовать нельзя.</translation>
    </message>
    <message>
        <source>{path} cannot be used: {text}</source>
        <translation>Использовать {path} нельзя: {text}</translation>
    </message>
    <message>
        <source>The disk is full. Nothing was lost. Free some space and Otklik goes on.</source>
        <translation>Диск заполнен. Ничего не потеряно. Освободите место, и Отклик продолжит.</translation>
    </message>
    <message>
        <source>These data were written by a newer Otklik. Update this one.</source>
        <translation>Эти данные записаны более новым Откликом. Обновите программу.</translation>
    </message>
    <message>
        <source>The database was damaged. It is kept aside and rebuilt from your mailbox.</source>
        <translation>База данных была повреждена. Она отложена и восстанавливается из почты.</translation>
    </message>
    <message>
        <source>Otklik is already running with this data folder.</source>
        <translation>Отклик уже работает с этой папкой данных.</translation>
    </message>
    <message>
        <source>The tracking server cannot be used.</source>
        <translation>Сервер отслеживания использовать нельзя.</translation>
    </message>
    <message>
        <source>The password store of this computer cannot be used.</source>
        <translation>Хранилище паролей этого компьютера использовать нельзя.</translation>
    </message>
    <message>
        <source>The background part of Otklik has stopped.</source>
        <translation>Фоновая часть Отклика остановилась.</translation>
    </message>
    <message>
        <source>This cannot be used: {field}</source>
        <translation>Это не подходит: {field}</translation>
    </message>
    <message>
        <source>There is no server named {host}. Check the spelling and your connection.</source>
        <translation>Сервера {host} нет. Проверьте написание и связь.</translation>
    </message>
    <message>
        <source>{host} refuses the connection on port {port}.</source>
        <translation>{host} отклоняет подключение к порту {port}.</translation>
    </message>
    <message>
        <source>{host} does not answer. Otklik tries again by itself.</source>
        <translation>{host} не отвечает. Отклик попробует снова сам.</translation>
    </message>
    <message>
        <source>The connection to {host} was cut. Otklik tries again by itself.</source>
        <translation>Связь с {host} оборвалась. Отклик попробует снова сам.</translation>
    </message>
    <message>
        <source>{host} cannot be reached from here. Check your connection.</source>
        <translation>{host} отсюда недоступен. Проверьте связь.</translation>
    </message>
    <message>
        <source>This computer has no password store. Name a file in OTKLIK_SECRETS.</source>
        <translation>На этом компьютере нет хранилища паролей. Укажите файл в OTKLIK_SECRETS.</translation>
    </message>
    <message>
        <source>The file named by OTKLIK_SECRETS can be read by others. Make it private first.</source>
        <translation>Файл из OTKLIK_SECRETS могут читать другие. Сначала закройте его.</translation>
    </message>
    <message>
        <source>The file named by OTKLIK_SECRETS cannot be read.</source>
        <translation>Файл из OTKLIK_SECRETS не читается.</translation>
    </message>
    <message>
        <source>The file named by OTKLIK_SECRETS cannot be written.</source>
        <translation>Файл из OTKLIK_SECRETS нельзя записать.</translation>
    </message>
    <message>
        <source>The tracking server cannot be reached.</source>
        <translation>Сервер отслеживания недоступен.</translation>
    </message>
    <message>
        <source>The tracking server does not accept this key.</source>
        <translation>Сервер отслеживания не принимает этот ключ.</translation>
    </message>
    <message>
        <source>This address does not answer like a tracking server.</source>
        <translation>По этому адресу отвечает не сервер отслеживания.</translation>
    </message>
    <message>
        <source>There is no setting {field}.</source>
        <translation>Настройки {field} нет.</translation>
    </message>
    <message>
        <source>The value of {field} cannot be read.</source>
        <translation>Значение {field} не читается.</translation>
    </message>
    <message>
        <source>The value of {field} is of the wrong sort.</source>
        <translation>Значение {field} не того вида.</translation>
    </message>
    <message>
        <source>{field} has no such choice.</source>
        <translation>У {field} нет такого варианта.</translation>
    </message>
    <message>
        <source>The value of {field} is out of range.</source>
        <translation>Значение {field} вне допустимых границ.</translation>
    </message>
    <message>
        <source>New letter (C)</source>
        <translation>Новое письмо (C)</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Демо</translation>
    </message>
    <message>
        <source>Invented clients on this computer. No real letter is read or sent.</source>
        <translation>Вымышленные клиенты на этом компьютере. Настоящие письма не читаются и не отправляются.</translation>
    </message>
    <message>
        <source>The client waits for your answer: {waited}.</source>
        <translation>Клиент ждёт вашего ответа: {waited}.</translation>
    </message>
    <message>
        <source>The client wrote {ago}. It is your turn.</source>
        <translation>Клиент написал {ago}. Очередь за вами.</translation>
    </message>
    <message>
        <source>Your letter came back on {date}. Check the address.</source>
        <translation>Письмо вернулось {date}. Проверьте адрес.</translation>
    </message>
    <message>
        <source>Out of office until {date}.</source>
        <translation>В отъезде до {date}.</translation>
    </message>
    <message>
        <source>Read on {date}, silent since. One more letter often helps.</source>
        <translation>Письмо прочитано {date}, с тех пор молчание. Ещё одно письмо часто помогает.</translation>
    </message>
    <message numerus="yes">
        <source>%n more letters and no answer. Let this one go.</source>
        <translation>
            <numerusform>Ещё %n письмо, а ответа нет. Лучше отпустить.</numerusform>
            <numerusform>Ещё %n письма, а ответа нет. Лучше отпустить.</numerusform>
            <numerusform>Ещё %n писем, а ответа нет. Лучше отпустить.</numerusform>
        </translation>
    </message>
    <message>
        <source>Much warmer than usual: {signal} {ago}.</source>
        <translation>Намного теплее обычного: {signal} {ago}.</translation>
    </message>
    <message>
        <source>Much warmer than usual.</source>
        <translation>Намного теплее обычного.</translation>
    </message>
    <message numerus="yes">
        <source>opened %n times, last {ago}</source>
        <translation>
            <numerusform>открыто %n раз, последний раз {ago}</numerusform>
            <numerusform>открыто %n раза, последний раз {ago}</numerusform>
            <numerusform>открыто %n раз, последний раз {ago}</numerusform>
        </translation>
    </message>
    <message>
        <source>clicked {link}, {ago}</source>
        <translation>клик «{link}», {ago}</translation>
    </message>
    <message>
        <source>probably forwarded, {ago}</source>
        <translation>вероятно, переслано, {ago}</translation>
    </message>
    <message>
        <source>deleted unread, {ago}</source>
        <translation>удалено без чтения, {ago}</translation>
    </message>
    <message>
        <source>your letter came back</source>
        <translation>ваше письмо вернулось</translation>
    </message>
    <message>
        <source>your letter is {length} old</source>
        <translation>вашему письму {length}</translation>
    </message>
    <message numerus="yes">
        <source>%n letters from them within a week</source>
        <translation>
            <numerusform>%n письмо от клиента за неделю</numerusform>
            <numerusform>%n письма от клиента за неделю</numerusform>
            <numerusform>%n писем от клиента за неделю</numerusform>
        </translation>
    </message>
    <message>
        <source>answers {rate} of the letters of your company</source>
        <translation>отвечает на {rate} писем вашей компании</translation>
    </message>
    <message>
        <source>a link</source>
        <translation>по ссылке</translation>
    </message>
    <message>
        <source>has never written to you</source>
        <translation>никогда вам не писал</translation>
    </message>
    <message>
        <source>wrote to you {ago}</source>
        <translation>писал вам {ago}</translation>
    </message>
    <message>
        <source>wrote after your letter, but not an answer to it</source>
        <translation>после вашего письма писал, но не в ответ на него</translation>
    </message>
    <message>
        <source>has written nothing since your letter</source>
        <translation>после вашего письма ничего не писал</translation>
    </message>
    <message>
        <source>new to you; letters like this are answered in {rate} of cases</source>
        <translation>новый контакт; на такие письма отвечают в {rate} случаев</translation>
    </message>
    <message numerus="yes">
        <source>answered {answered} of %n letters</source>
        <translation>
            <numerusform>ответов {answered} на %n письмо</numerusform>
            <numerusform>ответов {answered} на %n письма</numerusform>
            <numerusform>ответов {answered} на %n писем</numerusform>
        </translation>
    </message>
    <message>
        <source>your letter is an answer to theirs</source>
        <translation>ваше письмо — ответ на письмо клиента</translation>
    </message>
    <message>
        <source>you wrote first</source>
        <translation>вы написали первым</translation>
    </message>
    <message>
        <source>Not counted: you said so</source>
        <translation>Не учтено: так решили вы</translation>
    </message>
    <message>
        <source>you said so</source>
        <translation>так решили вы</translation>
    </message>
    <message>
        <source>Not counted: {what}, {reason}</source>
        <translation>Не учтено: {what}, {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n opens</source>
        <translation>
            <numerusform>%n открытие</numerusform>
            <numerusform>%n открытия</numerusform>
            <numerusform>%n открытий</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later opens</source>
        <translation>
            <numerusform>%n повторное открытие</numerusform>
            <numerusform>%n повторных открытия</numerusform>
            <numerusform>%n повторных открытий</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clicks</source>
        <translation>
            <numerusform>%n клик</numerusform>
            <numerusform>%n клика</numerusform>
            <numerusform>%n кликов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n forwards</source>
        <translation>
            <numerusform>%n пересылка</numerusform>
            <numerusform>%n пересылки</numerusform>
            <numerusform>%n пересылок</numerusform>
        </translation>
    </message>
    <message>
        <source>belongs to no letter known here</source>
        <translation>не относится ни к одному известному письму</translation>
    </message>
    <message>
        <source>a program only asked whether it is there</source>
        <translation>программа только проверила, отвечает ли адрес</translation>
    </message>
    <message>
        <source>loaded in advance, nobody looked</source>
        <translation>загружено заранее, никто не смотрел</translation>
    </message>
    <message>
        <source>a program changed the address</source>
        <translation>программа исказила адрес</translation>
    </message>
    <message>
        <source>a program without a name</source>
        <translation>программа без имени</translation>
    </message>
    <message>
        <source>Gmail loaded it in advance</source>
        <translation>Gmail загрузил заранее</translation>
    </message>
    <message>
        <source>fetched by a mail scanner</source>
        <translation>загрузил почтовый сканер</translation>
    </message>
    <message>
        <source>came from the network of a mail scanner</source>
        <translation>пришло из сети почтового сканера</translation>
    </message>
    <message>
        <source>Apple loads every picture, read or not</source>
        <translation>Apple загружает все картинки, даже непрочитанные</translation>
    </message>
    <message>
        <source>an unknown program</source>
        <translation>неизвестная программа</translation>
    </message>
    <message>
        <source>too soon after delivery to be a person for certain</source>
        <translation>слишком скоро после доставки, чтобы это точно был человек</translation>
    </message>
    <message>
        <source>soon after delivery, when mail gateways check links</source>
        <translation>вскоре после доставки, когда почтовые шлюзы проверяют ссылки</translation>
    </message>
    <message>
        <source>came from a data centre</source>
        <translation>пришло из дата-центра</translation>
    </message>
    <message>
        <source>all links within seconds, as scanners do</source>
        <translation>все ссылки за секунды, так делают сканеры</translation>
    </message>
    <message>
        <source>from many networks at once, as scanners do</source>
        <translation>сразу из многих сетей, так делают сканеры</translation>
    </message>
    <message>
        <source>touched a link that no person can see</source>
        <translation>открыта ссылка, которую человек не видит</translation>
    </message>
    <message>
        <source>came from your own network</source>
        <translation>пришло из вашей сети</translation>
    </message>
    <message>
        <source>the same person clicked later</source>
        <translation>позже тот же человек перешёл по ссылке</translation>
    </message>
    <message>
        <source>an answer came afterwards</source>
        <translation>позже пришёл ответ</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>только что</translation>
    </message>
    <message>
        <source>{length} ago</source>
        <translation>{length} назад</translation>
    </message>
    <message>
        <source>The background part of Otklik has stopped. It is being started again.</source>
        <translation>Фоновая часть Отклика остановилась. Она запускается снова.</translation>
    </message>
    <message>
        <source>Opening your data</source>
        <translation>Открываются ваши данные</translation>
    </message>
    <message>
        <source>No mailbox is connected.</source>
        <translation>Почта не подключена.</translation>
    </message>
    <message>
        <source>{account}: up to date</source>
        <translation>{account}: всё загружено</translation>
    </message>
    <message numerus="yes">
        <source>%n mailboxes are up to date</source>
        <translation>
            <numerusform>%n ящик загружен</numerusform>
            <numerusform>%n ящика загружены</numerusform>
            <numerusform>%n ящиков загружены</numerusform>
        </translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>меньше минуты</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} мин</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} ч</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} ч {minutes} мин</translation>
    </message>
    <message>
        <source>{days} d</source>
        <translation>{days} д</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} д {hours} ч</translation>
    </message>
    <message>
        <source>{count} d</source>
        <translation>{count} д</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} ч</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} мин</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} с</translation>
    </message>
    <message>
        <source>{minutes} min ago</source>
        <translation>{minutes} мин назад</translation>
    </message>
    <message>
        <source>{hours} h ago</source>
        <translation>{hours} ч назад</translation>
    </message>
    <message>
        <source>now</source>
        <translation>сейчас</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Убрать {name}</translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation>Это не адрес почты.</translation>
    </message>
    <message>
        <source>clicked {link}</source>
        <translation>клик «{link}»</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>открыто</translation>
    </message>
    <message>
        <source>opened again</source>
        <translation>открыто снова</translation>
    </message>
    <message>
        <source>clicked a link</source>
        <translation>клик по ссылке</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>ответ</translation>
    </message>
    <message>
        <source>letter came back</source>
        <translation>письмо вернулось</translation>
    </message>
    <message>
        <source>out of office</source>
        <translation>в отъезде</translation>
    </message>
    <message>
        <source>sent a read receipt</source>
        <translation>уведомление о прочтении</translation>
    </message>
    <message>
        <source>deleted unread</source>
        <translation>удалено без чтения</translation>
    </message>
    <message>
        <source>probably forwarded</source>
        <translation>вероятно, переслано</translation>
    </message>
    <message>
        <source>{signal}, {when}</source>
        <translation>{signal}, {when}</translation>
    </message>
    <message>
        <source>{name} clicked {link}</source>
        <translation>{name}: клик «{link}»</translation>
    </message>
    <message>
        <source>{name} opened your letter</source>
        <translation>{name}: письмо открыто</translation>
    </message>
    <message>
        <source>{name} opened your letter again</source>
        <translation>{name}: письмо открыто снова</translation>
    </message>
    <message>
        <source>{name} clicked a link</source>
        <translation>{name}: клик по ссылке</translation>
    </message>
    <message>
        <source>{name} answered</source>
        <translation>{name}: ответ</translation>
    </message>
    <message>
        <source>The letter to {name} came back</source>
        <translation>{name}: письмо вернулось</translation>
    </message>
    <message>
        <source>{name} is out of office</source>
        <translation>{name}: в отъезде</translation>
    </message>
    <message>
        <source>{name} sent a read receipt</source>
        <translation>{name}: уведомление о прочтении</translation>
    </message>
    <message>
        <source>{name} deleted your letter unread</source>
        <translation>{name}: письмо удалено без чтения</translation>
    </message>
    <message>
        <source>{name} probably forwarded your letter</source>
        <translation>{name}: письмо, вероятно, переслано</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>Fix address</source>
        <translation>Исправить адрес</translation>
    </message>
    <message>
        <source>Come back later</source>
        <translation>Вернуться позже</translation>
    </message>
    <message>
        <source>Call now</source>
        <translation>Звонить сейчас</translation>
    </message>
    <message>
        <source>Write now</source>
        <translation>Написать сейчас</translation>
    </message>
    <message>
        <source>Call today</source>
        <translation>Звонить сегодня</translation>
    </message>
    <message>
        <source>Write again</source>
        <translation>Написать ещё</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>Отпустить</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Ждать</translation>
    </message>
    <message>
        <source>{lift}× the usual</source>
        <translation>×{lift} к обычному</translation>
    </message>
    <message>
        <source>×{factor}</source>
        <translation>×{factor}</translation>
    </message>
    <message>
        <source>no open letter</source>
        <translation>нет писем без ответа</translation>
    </message>
    <message>
        <source>cold</source>
        <translation>холодный</translation>
    </message>
    <message>
        <source>mild</source>
        <translation>прохладный</translation>
    </message>
    <message>
        <source>warm</source>
        <translation>тёплый</translation>
    </message>
    <message>
        <source>hot</source>
        <translation>горячий</translation>
    </message>
    <message>
        <source>A person</source>
        <translation>Человек</translation>
    </message>
    <message>
        <source>Not certain</source>
        <translation>Неясно</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>Automatic message</source>
        <translation>Автоматическое письмо</translation>
    </message>
    <message>
        <source>Out of office</source>
        <translation>В отъезде</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>Не доставлено</translation>
    </message>
    <message>
        <source>Read receipt</source>
        <translation>Уведомление о прочтении</translation>
    </message>
    <message>
        <source>Newsletter</source>
        <translation>Рассылка</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Приглашение</translation>
    </message>
    <message>
        <source>sent by a program</source>
        <translation>отправлено программой</translation>
    </message>
    <message>
        <source>a delivery report</source>
        <translation>отчёт о доставке</translation>
    </message>
    <message>
        <source>an answer to an invitation</source>
        <translation>ответ на приглашение</translation>
    </message>
    <message>
        <source>a newsletter or mailing list</source>
        <translation>рассылка</translation>
    </message>
    <message>
        <source>from a colleague</source>
        <translation>от коллеги</translation>
    </message>
    <message>
        <source>you were only in Cc</source>
        <translation>вы только в копии</translation>
    </message>
    <message>
        <source>marked as needing no answer</source>
        <translation>отмечено: ответ не нужен</translation>
    </message>
    <message>
        <source>Answer now</source>
        <translation>Ответить</translation>
    </message>
    <message>
        <source>Hot</source>
        <translation>Горячие</translation>
    </message>
    <message>
        <source>Waiting for them</source>
        <translation>Ждём ответа</translation>
    </message>
    <message>
        <source>Cold</source>
        <translation>Холодные</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Отложенные</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>{count} wk</source>
        <translation>{count} нед</translation>
    </message>
    <message>
        <source>no upper end can be told</source>
        <translation>верхнюю границу назвать нельзя</translation>
    </message>
    <message>
        <source>{low} or more</source>
        <translation>{low} и больше</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>от {low} до {high}</translation>
    </message>
    <message>
        <source>{done} of {total} answered</source>
        <translation>отвечено {done} из {total}</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>Как раньше</translation>
    </message>
    <message>
        <source>Faster by {time}, within chance</source>
        <translation>Быстрее на {time}, в пределах случайности</translation>
    </message>
    <message>
        <source>Slower by {time}, within chance</source>
        <translation>Медленнее на {time}, в пределах случайности</translation>
    </message>
    <message>
        <source>Faster by {time}</source>
        <translation>Быстрее на {time}</translation>
    </message>
    <message>
        <source>Slower by {time}</source>
        <translation>Медленнее на {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n points more, within chance</source>
        <translation>
            <numerusform>На %n пункт больше, в пределах случайности</numerusform>
            <numerusform>На %n пункта больше, в пределах случайности</numerusform>
            <numerusform>На %n пунктов больше, в пределах случайности</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points fewer, within chance</source>
        <translation>
            <numerusform>На %n пункт меньше, в пределах случайности</numerusform>
            <numerusform>На %n пункта меньше, в пределах случайности</numerusform>
            <numerusform>На %n пунктов меньше, в пределах случайности</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points more</source>
        <translation>
            <numerusform>На %n пункт больше</numerusform>
            <numerusform>На %n пункта больше</numerusform>
            <numerusform>На %n пунктов больше</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n points fewer</source>
        <translation>
            <numerusform>На %n пункт меньше</numerusform>
            <numerusform>На %n пункта меньше</numerusform>
            <numerusform>На %n пунктов меньше</numerusform>
        </translation>
    </message>
    <message>
        <source>Half answered within {time}</source>
        <translation>Половина ответов за {time}</translation>
    </message>
    <message>
        <source>Within {time}: {share} answered</source>
        <translation>За {time}: отвечено {share}</translation>
    </message>
    <message>
        <source>Click: the letters that took longer</source>
        <translation>Щелчок: письма, которые ждали дольше</translation>
    </message>
    <message>
        <source>{time} or longer</source>
        <translation>{time} и дольше</translation>
    </message>
    <message>
        <source>up to {time}</source>
        <translation>до {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n answers</source>
        <translation>
            <numerusform>%n ответ</numerusform>
            <numerusform>%n ответа</numerusform>
            <numerusform>%n ответов</numerusform>
        </translation>
    </message>
    <message>
        <source>{answers}, {share} of all</source>
        <translation>{answers}, {share} от всех</translation>
    </message>
    <message>
        <source>{weekday}, {start}:00 to {end}:00</source>
        <translation>{weekday}, с {start}:00 до {end}:00</translation>
    </message>
    <message>
        <source>Half answered within; grey: under {n} answers</source>
        <translation>За сколько отвечена половина; серым — меньше {n}</translation>
    </message>
    <message>
        <source>{reason}: {number}</source>
        <translation>{reason}: {number}</translation>
    </message>
    <message>
        <source>their answer is in your mailbox</source>
        <translation>ответ лежит в вашем ящике</translation>
    </message>
    <message>
        <source>the mail server reported it</source>
        <translation>сообщил почтовый сервер</translation>
    </message>
    <message>
        <source>an automatic answer said so</source>
        <translation>сообщил автоответ</translation>
    </message>
    <message>
        <source>their mail program reported it</source>
        <translation>сообщила почтовая программа клиента</translation>
    </message>
    <message>
        <source>The newest come first. You can begin at once: the rest arrives meanwhile.</source>
        <translation>Сначала самые новые. Начать можно сразу: остальное загрузится тем временем.</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>События</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Пока ничего не произошло</translation>
    </message>
    <message>
        <source>When a client opens a letter of yours, clicks a link or answers, it appears here, with what it was judged to be and why.</source>
        <translation>Когда клиент откроет ваше письмо, перейдёт по ссылке или ответит, это появится здесь: с оценкой и её причиной.</translation>
    </message>
    <message>
        <source>Write a letter</source>
        <translation>Написать письмо</translation>
    </message>
    <message>
        <source>Nothing of this sort</source>
        <translation>Такого нет</translation>
    </message>
    <message>
        <source>Noted: {verdict}</source>
        <translation>Учтено: {verdict}</translation>
    </message>
    <message numerus="yes">
        <source>%n times</source>
        <translation>
            <numerusform>%n раз</numerusform>
            <numerusform>%n раза</numerusform>
            <numerusform>%n раз</numerusform>
        </translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Кто-то</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Каналы</translation>
    </message>
    <message>
        <source>Add a channel</source>
        <translation>Добавить канал</translation>
    </message>
    <message>
        <source>Which advertisement brings clients?</source>
        <translation>Какая реклама приводит клиентов?</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Адреса</translation>
    </message>
    <message>
        <source>Last lead</source>
        <translation>Последний</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>пока нет</translation>
    </message>
    <message>
        <source>Change {name}</source>
        <translation>Изменить {name}</translation>
    </message>
    <message>
        <source>{name} removed</source>
        <translation>Удалено: {name}</translation>
    </message>
    <message>
        <source>Advertising</source>
        <translation>Реклама</translation>
    </message>
    <message>
        <source>One per line. Letters to them must arrive in one of your mailboxes.</source>
        <translation>По одному в строке. Письма на них должны приходить в один из ваших ящиков.</translation>
    </message>
    <message>
        <source>Remove this channel</source>
        <translation>Удалить канал</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Change the channel</source>
        <translation>Изменить канал</translation>
    </message>
    <message>
        <source>New channel</source>
        <translation>Новый канал</translation>
    </message>
    <message>
        <source>Give the channel a name.</source>
        <translation>Назовите канал.</translation>
    </message>
    <message>
        <source>Name at least one address.</source>
        <translation>Укажите хотя бы один адрес.</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>Отправленных писем пока нет</translation>
    </message>
    <message>
        <source>the last {number}</source>
        <translation>последние {number}</translation>
    </message>
    <message>
        <source>{names} and {number} more</source>
        <translation>{names} и ещё {number}</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Никто</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Ещё не отправлено</translation>
    </message>
    <message>
        <source>It arrived</source>
        <translation>Дошло</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Отправить снова</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Черновик</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Mailboxes</source>
        <translation>Почта</translation>
    </message>
    <message numerus="yes">
        <source>%n folders</source>
        <translation>
            <numerusform>%n папка</numerusform>
            <numerusform>%n папки</numerusform>
            <numerusform>%n папок</numerusform>
        </translation>
    </message>
    <message>
        <source>{folders}, {number} with errors</source>
        <translation>{folders}, с ошибками: {number}</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>Обновить</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Сменить пароль</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove {address}? Its letters and figures are deleted here; on the server nothing changes.</source>
        <translation>Удалить {address}? Письма и цифры будут удалены здесь; на сервере ничего не изменится.</translation>
    </message>
    <message>
        <source>Remove the mailbox</source>
        <translation>Удалить ящик</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Удалено</translation>
    </message>
    <message>
        <source>The new password is kept.</source>
        <translation>Новый пароль сохранён.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Новый пароль</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Внешний вид</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Просторные</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Плотные</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Строки</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>At most in an hour</source>
        <translation>Не больше в час</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Новые письма</translation>
    </message>
    <message>
        <source>Track new letters unless I switch it off</source>
        <translation>Отслеживать новые письма, если не отключу</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Подпись</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Приватность</translation>
    </message>
    <message>
        <source>Letters, people and figures stay on this computer. Passwords lie in its password store.</source>
        <translation>Письма, люди и цифры остаются на этом компьютере. Пароли лежат в его хранилище.</translation>
    </message>
    <message>
        <source>The tracking server knows random codes, never names or addresses. Only this computer knows whose code is whose.</source>
        <translation>Сервер отслеживания знает только случайные коды, без имён и адресов. Чей это код, знает лишь этот компьютер.</translation>
    </message>
    <message>
        <source>Otklik sends nothing to its makers.</source>
        <translation>Отклик ничего не отправляет своим создателям.</translation>
    </message>
    <message>
        <source>Russia</source>
        <translation>Россия</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Нет</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Часовой пояс</translation>
    </message>
    <message>
        <source>Holidays of</source>
        <translation>Праздники</translation>
    </message>
    <message>
        <source>Target for an answer</source>
        <translation>Цель для ответа</translation>
    </message>
    <message>
        <source>Reply times are counted within these hours. A change counts for the past as well.</source>
        <translation>Время ответа считается в пределах этих часов. Изменение действует и на прошлое.</translation>
    </message>
    <message>
        <source>Tracking</source>
        <translation>Отслеживание</translation>
    </message>
    <message>
        <source>Tracking server</source>
        <translation>Сервер отслеживания</translation>
    </message>
    <message>
        <source>Your key, from the invitation</source>
        <translation>Ваш ключ из приглашения</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Выключить</translation>
    </message>
    <message>
        <source>Without a server answers, bounces and read receipts are noticed all the same.</source>
        <translation>Без сервера ответы, возвраты и уведомления о прочтении всё равно видны.</translation>
    </message>
    <message>
        <source>Managed by your organisation</source>
        <translation>Задано вашей организацией</translation>
    </message>
    <message>
        <source>The address begins with https://</source>
        <translation>Адрес начинается с https://</translation>
    </message>
    <message>
        <source>Bluer: slower; grey: fewer than {n} answers</source>
        <translation>Чем синее, тем медленнее; серым — меньше {n} ответов</translation>
    </message>
    <message>
        <source>Bluer: more letters</source>
        <translation>Чем синее, тем больше писем</translation>
    </message>
    <message>
        <source>Announce opens, clicks and answers</source>
        <translation>Сообщать об открытиях, кликах и ответах</translation>
    </message>
    <message>
        <source>Connect</source>
        <comment>button</comment>
        <translation>Подключить</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
    <message>
        <source>All</source>
        <comment>period</comment>
        <translation>Всё</translation>
    </message>
    <message>
        <source>Open the connection</source>
        <translation>Подключение</translation>
    </message>
    <message>
        <source>Your letter ({ago}) is still without an answer. Nothing to do yet.</source>
        <translation>Ваше письмо ({ago}) пока без ответа. Делать ничего не нужно.</translation>
    </message>
    <message>
        <source>no letter within a week</source>
        <translation>за неделю ни одного письма</translation>
    </message>
    <message numerus="yes">
        <source>written to %n others as well</source>
        <translation>
            <numerusform>письмо ещё %n получателю</numerusform>
            <numerusform>письмо ещё %n получателям</numerusform>
            <numerusform>письмо ещё %n получателям</numerusform>
        </translation>
    </message>
    <message>
        <source>written to nobody else</source>
        <translation>письмо только этому человеку</translation>
    </message>
    <message>
        <source>Other mail programs</source>
        <translation>Другие почтовые программы</translation>
    </message>
    <message>
        <source>Let them send through Otklik, with tracking</source>
        <translation>Отправлять из них через Отклик, с отслеживанием</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>Другая программа</translation>
    </message>
    <message>
        <source>Port on this computer</source>
        <translation>Порт на этом компьютере</translation>
    </message>
    <message>
        <source>Your mail program</source>
        <translation>Ваша почтовая программа</translation>
    </message>
    <message>
        <source>Copy: {what}</source>
        <translation>Копировать: {what}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Скопировано</translation>
    </message>
    <message>
        <source>Outlook, Thunderbird and others keep sending by themselves.</source>
        <translation>Outlook, Thunderbird и другие отправляют сами.</translation>
    </message>
    <message>
        <source>Another program uses this port. Choose another number.</source>
        <translation>Этот порт занят другой программой. Выберите другой номер.</translation>
    </message>
    <message>
        <source>Add a mailbox that can send first.</source>
        <translation>Сначала добавьте ящик, из которого можно отправлять.</translation>
    </message>
    <message>
        <source>Ready while Otklik runs. Your program keeps its own clean copy in Sent.</source>
        <translation>Работает, пока запущен Отклик. В «Отправленных» программа хранит свою чистую копию.</translation>
    </message>
    <message>
        <source>File, Account Settings, your account, Change: the outgoing server. Only for IMAP and POP accounts: Exchange accounts send past it. In More Settings switch on that the outgoing server requires authentication, with the user and password below.</source>
        <translation>Файл, Настройка учётных записей, ваша запись, Изменить: сервер исходящей почты. Только для записей IMAP и POP: записи Exchange отправляют мимо него. В «Других настройках» включите, что серверу исходящей почты требуется проверка подлинности, с пользователем и паролем ниже.</translation>
    </message>
    <message>
        <source>Account, Properties, Transport: Send mail. Authentication holds user and password.</source>
        <translation>Ящик, Свойства, Транспорт: Отправка почты. Пользователь и пароль вводятся в «Аутентификации».</translation>
    </message>
    <message>
        <source>The settings of the outgoing server (SMTP). The incoming server stays as it is.</source>
        <translation>Настройки сервера исходящей почты (SMTP). Сервер входящей почты остаётся прежним.</translation>
    </message>
    <message>
        <source>None (the letter leaves this computer encrypted)</source>
        <translation>Нет (с компьютера письмо уходит зашифрованным)</translation>
    </message>
    <message>
        <source>Regular</source>
        <translation>Обычное</translation>
    </message>
    <message>
        <source>Password, transmitted insecurely (it stays on this computer)</source>
        <translation>Пароль, передаваемый незащищённо (он остаётся на этом компьютере)</translation>
    </message>
    <message>
        <source>Log on using name and password</source>
        <translation>Вход по имени и паролю</translation>
    </message>
    <message>
        <source>RFC-2554, plain</source>
        <translation>RFC-2554, обычная</translation>
    </message>
    <message>
        <source>Name and password</source>
        <translation>Имя и пароль</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Шифрование</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Вход</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Пользователь</translation>
    </message>
    <message>
        <source>Copy</source>
        <comment>button</comment>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>{text}; 1 d = 8 h</source>
        <translation>{text}; 1 д = 8 ч</translation>
    </message>
    <message>
        <source>Answers; orange: later than the target</source>
        <translation>Число ответов; оранжевым — позже цели</translation>
    </message>
    <message>
        <source>Any key closes this list.</source>
        <translation>Любая клавиша закроет этот список.</translation>
    </message>
    <message>
        <source>More in the help</source>
        <translation>Подробнее в справке</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Программы</translation>
    </message>
    <message>
        <source>Show all signals</source>
        <translation>Показать все события</translation>
    </message>
    <message>
        <source>Who came last</source>
        <translation>Кто пришёл последним</translation>
    </message>
    <message>
        <source>First letters that came by a channel, newest first</source>
        <translation>Первые письма по каналам, сначала новые</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>Окно программы</translation>
    </message>
    <message>
        <source>What the figures mean</source>
        <translation>Что значат цифры</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Командная строка</translation>
    </message>
    <message>
        <source>What the figures mean, how tracking works, and how other mail programs send through Otklik.</source>
        <translation>Что значат цифры, как устроено отслеживание и как отправлять через Отклик из другой почтовой программы.</translation>
    </message>
    <message>
        <source>Open help</source>
        <translation>Открыть справку</translation>
    </message>
    <message>
        <source>Show all the time there is</source>
        <translation>Показать за всё время</translation>
    </message>
    <message>
        <source>When letters were opened is not known yet</source>
        <translation>Когда письма прочитаны, пока неизвестно</translation>
    </message>
    <message>
        <source>A mailbox keeps no time of opening: Otklik sees it happen while it runs. From today on it will be known.</source>
        <translation>Почтовый ящик не хранит время прочтения: Отклик замечает его, пока работает. С сегодняшнего дня оно будет известно.</translation>
    </message>
    <message>
        <source>Count from arrival</source>
        <translation>Считать от поступления</translation>
    </message>
    <message>
        <source>A program</source>
        <translation>Программа</translation>
    </message>
    <message numerus="yes">
        <source>%n work days</source>
        <translation>
            <numerusform>%n раб. день</numerusform>
            <numerusform>%n раб. дня</numerusform>
            <numerusform>%n раб. дней</numerusform>
        </translation>
    </message>
    <message>
        <source>{days} {hours} h</source>
        <translation>{days} {hours} ч</translation>
    </message>
    <message>
        <source>How far reading is</source>
        <translation>Сколько уже загружено</translation>
    </message>
    <message>
        <source>Your data cannot be opened</source>
        <translation>Данные не открываются</translation>
    </message>
    <message>
        <source>Opens, clicks and answers of your clients appear here.</source>
        <translation>Здесь появятся открытия, клики и ответы ваших клиентов.</translation>
    </message>
    <message>
        <source>Half answered within</source>
        <translation>Половина ответов за</translation>
    </message>
    <message>
        <source>First replies, in working time</source>
        <translation>Первые ответы, рабочее время</translation>
    </message>
    <message>
        <source>Opens and clicks will be noticed.</source>
        <translation>Открытия и клики будут видны.</translation>
    </message>
    <message>
        <source>Nobody has written yet</source>
        <translation>Пока никто не написал</translation>
    </message>
    <message>
        <source>Sign in</source>
        <comment>a step of the test</comment>
        <translation>Вход</translation>
    </message>
    <message>
        <source>Name or address</source>
        <translation>Имя или адрес</translation>
    </message>
    <message>
        <source>No mailbox is connected</source>
        <translation>Почта не подключена</translation>
    </message>
    <message>
        <source>Erase and track no more</source>
        <translation>Стереть и больше не отслеживать</translation>
    </message>
    <message>
        <source>the server is told as soon as it answers</source>
        <translation>сервер узнает, как только ответит</translation>
    </message>
    <message>
        <source>Has agreed</source>
        <translation>Согласие получено</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Письма</translation>
    </message>
    <message>
        <source>Who waits now</source>
        <translation>Кто ждёт сейчас</translation>
    </message>
    <message>
        <source>No week has {n} answers yet</source>
        <translation>Ни в одной неделе нет {n} ответов</translation>
    </message>
    <message>
        <source>answered within a minute</source>
        <translation>ответ в течение минуты</translation>
    </message>
    <message>
        <source>{title}; in order of {order}</source>
        <translation>{title}; порядок: {order}</translation>
    </message>
    <message>
        <source>Yandex wants an app password: make one for “Mail” in Yandex ID under Security, and switch on IMAP in the settings of your mail.</source>
        <translation>Яндекс требует пароль приложения: создайте его для «Почты» в Яндекс ID, раздел «Безопасность», и включите IMAP в настройках почты.</translation>
    </message>
    <message>
        <source>Mail.ru wants a password for external programs: make one under Security.</source>
        <translation>Mail.ru требует пароль для внешних приложений: создайте его в разделе «Безопасность».</translation>
    </message>
    <message>
        <source>Google wants an app password: switch on two-step verification, then make one in your Google account under Security.</source>
        <translation>Google требует пароль приложения: включите двухэтапную аутентификацию и создайте его в аккаунте Google, раздел «Безопасность».</translation>
    </message>
    <message>
        <source>Microsoft takes no passwords from mail programs: sign in in the browser.</source>
        <translation>Microsoft не принимает пароли от почтовых программ: войдите через браузер.</translation>
    </message>
    <message>
        <source>iCloud wants an app-specific password: make one on the page of your Apple Account.</source>
        <translation>iCloud требует пароль для приложения: создайте его на странице аккаунта Apple.</translation>
    </message>
    <message>
        <source>Yahoo wants an app password: make one under Account Security.</source>
        <translation>Yahoo требует пароль приложения: создайте его в разделе безопасности аккаунта.</translation>
    </message>
    <message>
        <source>Rambler lets mail programs in only after you allow it in the settings of your mail.</source>
        <translation>Рамблер пускает почтовые программы, только если разрешить это в настройках почты.</translation>
    </message>
    <message>
        <source>GMX and WEB.DE let mail programs in only after you allow IMAP in the settings.</source>
        <translation>GMX и WEB.DE пускают почтовые программы, только если разрешить IMAP в настройках.</translation>
    </message>
    <message>
        <source>Sign in with Google</source>
        <translation>Войти через Google</translation>
    </message>
    <message>
        <source>Sign in with Microsoft</source>
        <translation>Войти через Microsoft</translation>
    </message>
    <message>
        <source>Waiting for the browser…</source>
        <translation>Ждём браузер…</translation>
    </message>
    <message>
        <source>This server takes no sign-in by browser. Use a password.</source>
        <translation>Этот сервер не принимает вход через браузер. Используйте пароль.</translation>
    </message>
    <message>
        <source>You are signed in.</source>
        <translation>Вы вошли.</translation>
    </message>
    <message>
        <source>Sent to some of the recipients, not yet to the others</source>
        <translation>Отправлено части получателей, остальным пока нет</translation>
    </message>
    <message>
        <source>Leave it so</source>
        <translation>Оставить так</translation>
    </message>
    <message>
        <source>Send to the others</source>
        <translation>Отправить остальным</translation>
    </message>
    <message>
        <source>Otklik has no application ID of {issuer} here, so nobody can sign in by browser. Use a password.</source>
        <translation>У Отклика здесь нет идентификатора приложения {issuer}, поэтому войти через браузер нельзя. Используйте пароль.</translation>
    </message>
    <message>
        <source>Show quoted text</source>
        <translation>Показать цитату</translation>
    </message>
    <message>
        <source>Fetching the letter from the server</source>
        <translation>Письмо загружается с сервера</translation>
    </message>
    <message>
        <source>Shown without pictures and files. {reason}</source>
        <translation>Показано без картинок и файлов. {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures are not loaded: the sender would see that you read this.</source>
        <translation>
            <numerusform>%n картинка не загружена: отправитель узнал бы, что вы читаете письмо.</numerusform>
            <numerusform>%n картинки не загружены: отправитель узнал бы, что вы читаете письмо.</numerusform>
            <numerusform>%n картинок не загружено: отправитель узнал бы, что вы читаете письмо.</numerusform>
        </translation>
    </message>
    <message>
        <source>The letter is longer than what is shown here.</source>
        <translation>Письмо длиннее, чем показано здесь.</translation>
    </message>
    <message>
        <source>The letter has {size}; its beginning is shown.</source>
        <translation>В письме {size}; показано его начало.</translation>
    </message>
    <message>
        <source>Fetch all of it</source>
        <translation>Загрузить целиком</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
            <numerusform>и ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>Сохранить {name}</translation>
    </message>
    <message>
        <source>Save file</source>
        <translation>Сохранить файл</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Сохранено: {path}</translation>
    </message>
    <message>
        <source>{path} cannot be written: {text}</source>
        <translation>Не удалось записать {path}: {text}</translation>
    </message>
    <message>
        <source>This file is not in the letter.</source>
        <translation>В письме нет этого файла.</translation>
    </message>
    <message>
        <source>The mail server reported it</source>
        <translation>Об этом сообщил почтовый сервер</translation>
    </message>
    <message>
        <source>{reason} ({status})</source>
        <translation>{reason} ({status})</translation>
    </message>
    <message>
        <source>The address is wrong</source>
        <translation>Неверный адрес</translation>
    </message>
    <message>
        <source>No such mailbox</source>
        <translation>Нет такого ящика</translation>
    </message>
    <message>
        <source>No such mail domain</source>
        <translation>Нет такого почтового домена</translation>
    </message>
    <message>
        <source>This domain takes no mail</source>
        <translation>Этот домен не принимает почту</translation>
    </message>
    <message>
        <source>The mailbox takes nothing</source>
        <translation>Ящик не принимает письма</translation>
    </message>
    <message>
        <source>The mailbox is switched off</source>
        <translation>Ящик отключён</translation>
    </message>
    <message>
        <source>The mailbox is full</source>
        <translation>Ящик переполнен</translation>
    </message>
    <message>
        <source>The letter is too large for this mailbox</source>
        <translation>Письмо слишком большое для этого ящика</translation>
    </message>
    <message>
        <source>Their mail system is in trouble</source>
        <translation>Неполадки в почтовой системе получателя</translation>
    </message>
    <message>
        <source>The letter is too large</source>
        <translation>Письмо слишком большое</translation>
    </message>
    <message>
        <source>Their mail server could not be reached</source>
        <translation>Почтовый сервер получателя недоступен</translation>
    </message>
    <message>
        <source>The mail servers did not understand each other</source>
        <translation>Почтовые серверы не поняли друг друга</translation>
    </message>
    <message>
        <source>The contents could not be passed on</source>
        <translation>Содержимое письма не удалось передать</translation>
    </message>
    <message>
        <source>Refused by the rules of their mail server</source>
        <translation>Отклонено правилами почтового сервера получателя</translation>
    </message>
    <message>
        <source>This is no telephone number: it needs 5 to 15 digits.</source>
        <translation>Это не номер телефона: нужно от 5 до 15 цифр.</translation>
    </message>
    <message>
        <source>This is the same address already.</source>
        <translation>Это уже тот же адрес.</translation>
    </message>
    <message>
        <source>There are no letters with this address.</source>
        <translation>Писем с этим адресом нет.</translation>
    </message>
    <message>
        <source>Much warmer than usual: {signal} {ago}. It is outside your working hours: call from {opens}.</source>
        <translation>Намного теплее обычного: {signal} {ago}. Сейчас нерабочее время: звонить можно с {opens}.</translation>
    </message>
    <message>
        <source>No signal of the last time is like this.</source>
        <translation>Среди последних сигналов таких нет.</translation>
    </message>
    <message>
        <source>Person, company or subject</source>
        <translation>Человек, компания или тема</translation>
    </message>
    <message>
        <source>Everything that happened</source>
        <translation>Все события</translation>
    </message>
    <message>
        <source>Opens</source>
        <translation>Открытия</translation>
    </message>
    <message>
        <source>Clicks</source>
        <translation>Клики</translation>
    </message>
    <message>
        <source>Forwards</source>
        <translation>Пересылки</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message>
        <source>Read receipts</source>
        <translation>Уведомления о прочтении</translation>
    </message>
    <message>
        <source>Returned and out of office</source>
        <translation>Возвраты и автоответы</translation>
    </message>
    <message>
        <source>All of them</source>
        <translation>Для всех таких</translation>
    </message>
    <message>
        <source>Key {key}</source>
        <translation>Клавиша {key}</translation>
    </message>
    <message>
        <source>Only this one</source>
        <translation>Только этот</translation>
    </message>
    <message>
        <source>Learnt. All learnt rules stand in Settings.</source>
        <translation>Запомнено. Все правила видны в «Настройках».</translation>
    </message>
    <message numerus="yes">
        <source>Judge %n earlier ones and all future ones like it the same? {rule}.</source>
        <translation>
            <numerusform>Считать так же %n прежний сигнал и все будущие вроде этого? {rule}.</numerusform>
            <numerusform>Считать так же %n прежних сигнала и все будущие вроде этого? {rule}.</numerusform>
            <numerusform>Считать так же %n прежних сигналов и все будущие вроде этого? {rule}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Judge all future ones like it the same? {rule}.</source>
        <translation>Считать так же все будущие сигналы вроде этого? {rule}.</translation>
    </message>
    <message>
        <source>Your devices</source>
        <translation>Ваши устройства</translation>
    </message>
    <message>
        <source>My phone</source>
        <translation>Мой телефон</translation>
    </message>
    <message>
        <source>A device on which you read your mail</source>
        <translation>Устройство, на котором вы читаете почту</translation>
    </message>
    <message>
        <source>Show its link</source>
        <translation>Показать ссылку</translation>
    </message>
    <message>
        <source>What your own devices load never counts as a client who opened your letter.</source>
        <translation>То, что загружают ваши устройства, не считается открытием письма клиентом.</translation>
    </message>
    <message>
        <source>QR code of the link</source>
        <translation>QR-код ссылки</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Скопировать ссылку</translation>
    </message>
    <message>
        <source>its link has not been opened yet</source>
        <translation>ссылку ещё не открывали</translation>
    </message>
    <message>
        <source>known since {date}</source>
        <translation>известно с {date}</translation>
    </message>
    <message>
        <source>Connect the tracking server first.</source>
        <translation>Сначала подключите сервер отслеживания.</translation>
    </message>
    <message>
        <source>The link is copied.</source>
        <translation>Ссылка скопирована.</translation>
    </message>
    <message>
        <source>Learnt from your corrections</source>
        <translation>Чему научили ваши поправки</translation>
    </message>
    <message>
        <source>Nothing yet. Say in Activity what a signal really was, and Otklik offers to learn from it.</source>
        <translation>Пока ничего. Скажите в «Событиях», чем сигнал был на самом деле, и Отклик предложит это запомнить.</translation>
    </message>
    <message>
        <source>Removed. All it judged is judged as before.</source>
        <translation>Правило убрано. Всё, что оно определяло, оценивается как раньше.</translation>
    </message>
    <message>
        <source>No tracking server is connected.</source>
        <translation>Сервер отслеживания не подключён.</translation>
    </message>
    <message>
        <source>No answer yet ({ago}). Pictures never load there: silence means nothing.</source>
        <translation>Ответа пока нет ({ago}). Картинки там не загружаются: молчание ничего не значит.</translation>
    </message>
    <message>
        <source>No answer to your letter of {date}, and pictures never load there. One more letter often helps.</source>
        <translation>На письмо от {date} нет ответа, а картинки там не загружаются. Часто помогает ещё одно письмо.</translation>
    </message>
    <message numerus="yes">
        <source>Pictures never load at {company}: %n letters were read without. Silence means nothing.</source>
        <translation>
            <numerusform>В {company} картинки не загружаются: %n письмо прочли без них. Молчание ничего не значит.</numerusform>
            <numerusform>В {company} картинки не загружаются: %n письма прочли без них. Молчание ничего не значит.</numerusform>
            <numerusform>В {company} картинки не загружаются: %n писем прочли без них. Молчание ничего не значит.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pictures never load here: %n letters were read without. Silence means nothing.</source>
        <translation>
            <numerusform>Картинки здесь не загружаются: %n письмо прочли без них. Молчание ничего не значит.</numerusform>
            <numerusform>Картинки здесь не загружаются: %n письма прочли без них. Молчание ничего не значит.</numerusform>
            <numerusform>Картинки здесь не загружаются: %n писем прочли без них. Молчание ничего не значит.</numerusform>
        </translation>
    </message>
    <message>
        <source>{program} in the network {network}: {verdict}</source>
        <translation>{program} в сети {network}: {verdict}</translation>
    </message>
    <message>
        <source>{program} in the network {network}, letters to {domain}: {verdict}</source>
        <translation>{program} в сети {network}, письма на {domain}: {verdict}</translation>
    </message>
    <message>
        <source>came from your own device</source>
        <translation>пришло с вашего устройства</translation>
    </message>
    <message>
        <source>loaded while you read the letter that quotes it</source>
        <translation>загружено, пока вы читали письмо с этой цитатой</translation>
    </message>
    <message>
        <source>you said so of others like it</source>
        <translation>вы так сказали о похожих</translation>
    </message>
    <message>
        <source>a third device in a third place</source>
        <translation>третье устройство в третьем месте</translation>
    </message>
    <message>
        <source>known from the click, no picture was loaded</source>
        <translation>известно по клику, картинка не загружалась</translation>
    </message>
    <message>
        <source>known from the answer, no picture was loaded</source>
        <translation>известно по ответу, картинка не загружалась</translation>
    </message>
    <message>
        <source>somebody you did not write to answered it</source>
        <translation>ответил тот, кому вы не писали</translation>
    </message>
    <message>
        <source>the mail program of somebody you did not write to reported it</source>
        <translation>сообщила почтовая программа того, кому вы не писали</translation>
    </message>
    <message>
        <source>the answer quotes it from that mailbox</source>
        <translation>ответ цитирует письмо из этого ящика</translation>
    </message>
    <message>
        <source>forwarded to {person}</source>
        <translation>переслано: {person}</translation>
    </message>
    <message>
        <source>{name} forwarded your letter to {person}</source>
        <translation>{name}: письмо переслано, теперь оно у {person}</translation>
    </message>
    <message>
        <source>A mail program</source>
        <translation>Почтовая программа</translation>
    </message>
    <message>
        <source>A browser</source>
        <translation>Браузер</translation>
    </message>
    <message>
        <source>A mail scanner</source>
        <translation>Почтовый сканер</translation>
    </message>
    <message>
        <source>Apple Mail or the new Outlook</source>
        <translation>Apple Mail или новый Outlook</translation>
    </message>
    <message>
        <source>An unknown program</source>
        <translation>Неизвестная программа</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Проверить сейчас</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Проверяем…</translation>
    </message>
    <message>
        <source>{url} does not work from this computer: {why} Opens and clicks are not noticed.</source>
        <translation>{url} с этого компьютера не работает: {why} Открытия и клики не замечаются.</translation>
    </message>
    <message>
        <source>Pictures at {url} come from your server.</source>
        <translation>Картинки по адресу {url} отдаёт ваш сервер.</translation>
    </message>
    <message>
        <source>The server reaches itself at this address too.</source>
        <translation>Сам сервер тоже открывает этот адрес.</translation>
    </message>
    <message>
        <source>The server is of an older version and cannot check itself.</source>
        <translation>На сервере старая версия: проверить себя он не может.</translation>
    </message>
    <message>
        <source>The server does not reach itself there either: {why}</source>
        <translation>Сам сервер тоже не может открыть этот адрес: {why}</translation>
    </message>
    <message>
        <source>The server does not reach itself there: {why} Behind some routers this is normal.</source>
        <translation>Сам сервер не может открыть этот адрес: {why} За некоторыми маршрутизаторами это нормально.</translation>
    </message>
    <message>
        <source>The certificate has ended. Mail programs show no pictures from there.</source>
        <translation>Срок сертификата истёк. Почтовые программы не показывают картинки оттуда.</translation>
    </message>
    <message numerus="yes">
        <source>The certificate is valid for %n more days.</source>
        <translation>
            <numerusform>Сертификат действует ещё %n день.</numerusform>
            <numerusform>Сертификат действует ещё %n дня.</numerusform>
            <numerusform>Сертификат действует ещё %n дней.</numerusform>
        </translation>
    </message>
    <message>
        <source>the name is not known.</source>
        <translation>имя неизвестно.</translation>
    </message>
    <message>
        <source>nothing listens there.</source>
        <translation>там никто не отвечает на соединения.</translation>
    </message>
    <message>
        <source>no answer came in time; a firewall may be in between.</source>
        <translation>ответ не пришёл вовремя; возможно, мешает межсетевой экран.</translation>
    </message>
    <message>
        <source>its certificate is not trusted.</source>
        <translation>сертификату нет доверия.</translation>
    </message>
    <message>
        <source>it cannot be reached.</source>
        <translation>он недоступен.</translation>
    </message>
    <message>
        <source>something else answers there.</source>
        <translation>там отвечает что-то другое.</translation>
    </message>
    <message>
        <source>From the client, probably in answer to yours of {day}</source>
        <translation>От клиента; вероятно, ответ на ваше от {day}</translation>
    </message>
    <message>
        <source>By the rules</source>
        <translation>По правилам</translation>
    </message>
    <message>
        <source>How much is noticed of this person</source>
        <translation>Сколько замечать об этом человеке</translation>
    </message>
    <message>
        <source>Data of this person</source>
        <translation>Все данные</translation>
    </message>
    <message>
        <source>{mode} · {why}. {explained}</source>
        <translation>{mode} · {why}. {explained}</translation>
    </message>
    <message>
        <source>Agreed {when}, {how}</source>
        <translation>Согласие: {when}, {how}</translation>
    </message>
    <message>
        <source>Withdrew {when}, {how}</source>
        <translation>Отказ: {when}, {how}</translation>
    </message>
    <message>
        <source>Last open: {day}</source>
        <translation>Последнее открытие: {day}</translation>
    </message>
    <message>
        <source>Opens and clicks of {address} are erased, and nothing more is noticed.</source>
        <translation>Открытия и клики {address} стёрты, больше ничего не замечаем.</translation>
    </message>
    <message>
        <source>Save everything held on this person…</source>
        <translation>Сохранить всё об этом человеке…</translation>
    </message>
    <message>
        <source>Erase this person…</source>
        <translation>Стереть этого человека…</translation>
    </message>
    <message>
        <source>Notice less of this letter than the rules allow</source>
        <translation>Замечать об этом письме меньше, чем разрешают правила</translation>
    </message>
    <message>
        <source>As the rules say</source>
        <translation>По правилам</translation>
    </message>
    <message>
        <source>Only the date of the last open will be kept</source>
        <translation>Сохранится только дата последнего открытия</translation>
    </message>
    <message>
        <source>Opens will be counted, without names</source>
        <translation>Открытия посчитаем без имён</translation>
    </message>
    <message>
        <source>Nothing will be noticed</source>
        <translation>Ничего не заметим</translation>
    </message>
    <message>
        <source>Insert a template</source>
        <translation>Вставить шаблон</translation>
    </message>
    <message>
        <source>No templates yet. They are made under Sent.</source>
        <translation>Шаблонов пока нет. Их создают в разделе «Отправленные».</translation>
    </message>
    <message>
        <source>Templates…</source>
        <translation>Шаблоны…</translation>
    </message>
    <message>
        <source>Not known for this recipient, fill in by hand: {names}</source>
        <translation>Об этом получателе неизвестно, впишите сами: {names}</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Показаны</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Шаблоны</translation>
    </message>
    <message>
        <source>Show the letter</source>
        <translation>Показать письмо</translation>
    </message>
    <message>
        <source>Recipients</source>
        <translation>Получатели</translation>
    </message>
    <message numerus="yes">
        <source>Somebody of the recipients: %n signal(s)</source>
        <translation>
            <numerusform>Кто-то из получателей: %n сигнал</numerusform>
            <numerusform>Кто-то из получателей: %n сигнала</numerusform>
            <numerusform>Кто-то из получателей: %n сигналов</numerusform>
        </translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Ссылки</translation>
    </message>
    <message>
        <source>Who was behind it</source>
        <translation>Кто за этим стоит</translation>
    </message>
    <message>
        <source>nothing by a person</source>
        <translation>от человека ничего</translation>
    </message>
    <message>
        <source>nothing seen yet</source>
        <translation>пока ничего</translation>
    </message>
    <message numerus="yes">
        <source>%n click(s)</source>
        <translation>
            <numerusform>%n клик</numerusform>
            <numerusform>%n клика</numerusform>
            <numerusform>%n кликов</numerusform>
        </translation>
    </message>
    <message>
        <source>not by a person</source>
        <translation>не человек</translation>
    </message>
    <message>
        <source>Nobody knows</source>
        <translation>Неизвестно</translation>
    </message>
    <message>
        <source>Yourself</source>
        <translation>Вы сами</translation>
    </message>
    <message>
        <source>Consents</source>
        <translation>Согласия</translation>
    </message>
    <message>
        <source>by phone on Monday</source>
        <translation>по телефону в понедельник</translation>
    </message>
    <message>
        <source>what the person was told or shown</source>
        <translation>что человеку сказали или показали</translation>
    </message>
    <message>
        <source>Address of the person</source>
        <translation>Адрес человека</translation>
    </message>
    <message>
        <source>Save the register (CSV)</source>
        <translation>Сохранить реестр (CSV)</translation>
    </message>
    <message>
        <source>Save what is held on the person</source>
        <translation>Сохранить всё о человеке</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}</source>
        <translation>Не удаётся записать {path}: {reason}</translation>
    </message>
    <message>
        <source>Saved: {name}</source>
        <translation>Сохранено: {name}</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Как</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Какими словами</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>согласие</translation>
    </message>
    <message>
        <source>withdrew</source>
        <translation>отказ</translation>
    </message>
    <message>
        <source>{said} {when}, {how}</source>
        <translation>{said} {when}, {how}</translation>
    </message>
    <message>
        <source>Save the register</source>
        <translation>Сохранить реестр</translation>
    </message>
    <message>
        <source>What is noticed</source>
        <translation>Что замечаем</translation>
    </message>
    <message>
        <source>Months after which raw requests are erased</source>
        <translation>Через сколько месяцев стирать необработанные запросы</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>EU and UK, without a consent</source>
        <translation>ЕС и Великобритания без согласия</translation>
    </message>
    <message>
        <source>The country is told by the ending of the mail domain alone: somebody in Paris with a gmail.com address is not known as such. Name here the domains that count as EU or UK all the same.</source>
        <translation>Страна определяется только по окончанию почтового домена: человек в Париже с адресом gmail.com так не узнаётся. Назовите здесь домены, которые тоже считать ЕС или Великобританией.</translation>
    </message>
    <message>
        <source>Also EU or UK</source>
        <translation>Также считать ЕС или Великобританией</translation>
    </message>
    <message>
        <source>Erase raw requests after, months</source>
        <translation>Стирать необработанные запросы через, мес.</translation>
    </message>
    <message>
        <source>Line below letters</source>
        <translation>Строка под письмом</translation>
    </message>
    <message>
        <source>To EU and UK recipients</source>
        <translation>Получателям в ЕС и Великобритании</translation>
    </message>
    <message>
        <source>In every tracked letter</source>
        <translation>В каждом отслеживаемом письме</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Никогда</translation>
    </message>
    <message>
        <source>It says that the letter is tracked, and links to the page to withdraw</source>
        <translation>Сообщает, что письмо отслеживается, и даёт ссылку для отказа</translation>
    </message>
    <message>
        <source>In Russian letters</source>
        <translation>В русских письмах</translation>
    </message>
    <message>
        <source>In other letters</source>
        <translation>В остальных письмах</translation>
    </message>
    <message>
        <source>The words in [brackets] are the link: one click on a page without sign-in.</source>
        <translation>Слова в [скобках] станут ссылкой: один щелчок на странице без входа.</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>Исключения</translation>
    </message>
    <message>
        <source>anna@firm.ru or firm.ru</source>
        <translation>anna@firm.ru или firm.ru</translation>
    </message>
    <message>
        <source>How much is noticed</source>
        <translation>Сколько замечать</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Address or domain</source>
        <translation>Адрес или домен</translation>
    </message>
    <message>
        <source>Search the exceptions</source>
        <translation>Поиск по исключениям</translation>
    </message>
    <message>
        <source>No exception has this in its name.</source>
        <translation>Таких исключений нет.</translation>
    </message>
    <message numerus="yes">
        <source>%n more: search for them</source>
        <translation>
            <numerusform>Ещё %n: найдите поиском</numerusform>
            <numerusform>Ещё %n: найдите поиском</numerusform>
            <numerusform>Ещё %n: найдите поиском</numerusform>
        </translation>
    </message>
    <message>
        <source>All letters from {address}</source>
        <translation>Все письма от {address}</translation>
    </message>
    <message>
        <source>How much is noticed: {name}</source>
        <translation>Сколько замечать: {name}</translation>
    </message>
    <message>
        <source>{name} is treated by the rules</source>
        <translation>Для {name} действуют правила</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>Новый шаблон</translation>
    </message>
    <message>
        <source>Letters you write again and again</source>
        <translation>Письма, которые вы пишете снова и снова</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Шаблон</translation>
    </message>
    <message>
        <source>Opened by people</source>
        <translation>Открыли люди</translation>
    </message>
    <message>
        <source>Clicked</source>
        <translation>Клики</translation>
    </message>
    <message>
        <source>Shares with their 95 % range, from 10 letters on; opens and clicks of the letters marked.</source>
        <translation>Доли с 95 % интервалом, начиная с 10 писем; открытия и клики — среди помеченных писем.</translation>
    </message>
    <message>
        <source>Offer after a call</source>
        <translation>Предложение после звонка</translation>
    </message>
    <message>
        <source>Remove this template</source>
        <translation>Удалить шаблон</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Fields are filled from the recipient. In case it is not known: {first_name|colleague}</source>
        <translation>Поля заполняются по получателю. На случай, если неизвестно: {first_name|коллега}</translation>
    </message>
    <message>
        <source>Change the template</source>
        <translation>Изменить шаблон</translation>
    </message>
    <message>
        <source>Give the template a name.</source>
        <translation>Назовите шаблон.</translation>
    </message>
    <message>
        <source>{count} of {n}</source>
        <translation>{count} из {n}</translation>
    </message>
    <message>
        <source>{share} % ({low}–{high})</source>
        <translation>{share} % ({low}–{high})</translation>
    </message>
    <message numerus="yes">
        <source>%n open(s) without names</source>
        <translation>
            <numerusform>%n открытие без имён</numerusform>
            <numerusform>%n открытия без имён</numerusform>
            <numerusform>%n открытий без имён</numerusform>
        </translation>
    </message>
    <message>
        <source>Save what is held on {address}</source>
        <translation>Сохранить всё о {address}</translation>
    </message>
    <message>
        <source>{address} erased</source>
        <translation>{address}: стёрто</translation>
    </message>
    <message>
        <source>Erase what is held on {address}?</source>
        <translation>Стереть всё, что хранится о {address}?</translation>
    </message>
    <message>
        <source>Opens, clicks, your note, rules and consents go, here and at the tracking server. The letters stay in your mailbox, and with them the contact and its conversations. Of the address a hash stays, so that nothing is noticed again. This cannot be undone.</source>
        <translation>Открытия, клики, ваша заметка, правила и согласия исчезнут здесь и на сервере отслеживания. Письма останутся в вашем ящике, а с ними контакт и переписка. От адреса останется хеш, чтобы больше ничего не замечать. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Стереть</translation>
    </message>
    <message>
        <source>Opens and clicks</source>
        <translation>Открытия и клики</translation>
    </message>
    <message>
        <source>Date only</source>
        <translation>Только дата</translation>
    </message>
    <message>
        <source>Counts only</source>
        <translation>Только счёт</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Ничего</translation>
    </message>
    <message>
        <source>Each open and click of the person is noticed.</source>
        <translation>Замечаем каждое открытие и каждый клик человека.</translation>
    </message>
    <message>
        <source>Only the day of the last open is kept, written over each time. Links stay as they are.</source>
        <translation>Хранится только день последнего открытия, каждый раз поверх прежнего. Ссылки не меняются.</translation>
    </message>
    <message>
        <source>Opens and clicks of all such people are counted together, never by whom.</source>
        <translation>Открытия и клики всех таких людей считаем вместе, без имён.</translation>
    </message>
    <message>
        <source>Nothing is put into letters, and nothing that comes in is kept.</source>
        <translation>В письма ничего не вставляем и ничего не храним.</translation>
    </message>
    <message>
        <source>the person does not want it</source>
        <translation>человек этого не хочет</translation>
    </message>
    <message>
        <source>set by your organisation</source>
        <translation>задано организацией</translation>
    </message>
    <message>
        <source>set by your organisation for {subject}</source>
        <translation>задано организацией для {subject}</translation>
    </message>
    <message>
        <source>set for this person</source>
        <translation>задано для этого человека</translation>
    </message>
    <message>
        <source>set for {subject}</source>
        <translation>задано для {subject}</translation>
    </message>
    <message>
        <source>the person has agreed</source>
        <translation>человек согласился</translation>
    </message>
    <message>
        <source>EU or UK, no consent recorded</source>
        <translation>нет согласия (ЕС, Великобритания)</translation>
    </message>
    <message>
        <source>your default</source>
        <translation>ваше общее правило</translation>
    </message>
    <message>
        <source>chosen for this letter</source>
        <translation>выбрано для этого письма</translation>
    </message>
    <message>
        <source>by the link in a letter</source>
        <translation>по ссылке в письме</translation>
    </message>
    <message>
        <source>noted on the client card</source>
        <translation>отмечено в карточке</translation>
    </message>
    <message>
        <source>noted in Settings</source>
        <translation>отмечено в настройках</translation>
    </message>
    <message>
        <source>noted on the command line</source>
        <translation>отмечено в командной строке</translation>
    </message>
    <message>
        <source>noted by you</source>
        <translation>отмечено вами</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Контакт</translation>
    </message>
    <message>
        <source>Row of the leads list</source>
        <translation>Строка списка клиентов</translation>
    </message>
    <message>
        <source>Letters: headers</source>
        <translation>Письма: заголовки</translation>
    </message>
    <message>
        <source>Letters: texts fetched to this computer</source>
        <translation>Письма: тексты, загруженные на этот компьютер</translation>
    </message>
    <message>
        <source>Letters you sent to the person</source>
        <translation>Письма, отправленные этому человеку</translation>
    </message>
    <message>
        <source>Turns in which the person waited for an answer</source>
        <translation>Когда человек ждал ответа</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>Сигналы</translation>
    </message>
    <message>
        <source>Requests for pictures and links</source>
        <translation>Запросы картинок и ссылок</translation>
    </message>
    <message>
        <source>Delivery reports and receipts</source>
        <translation>Отчёты о доставке и уведомления</translation>
    </message>
    <message>
        <source>Marks made for the person</source>
        <translation>Метки этого человека</translation>
    </message>
    <message>
        <source>Your corrections</source>
        <translation>Ваши исправления</translation>
    </message>
    <message>
        <source>Letters sent from Otklik</source>
        <translation>Письма, отправленные из Отклика</translation>
    </message>
    <message>
        <source>Letters sent from other mail programs</source>
        <translation>Письма из других почтовых программ</translation>
    </message>
    <message>
        <source>Withdrawal</source>
        <translation>Отказ</translation>
    </message>
    <message>
        <source>Privacy rule</source>
        <translation>Правило приватности</translation>
    </message>
    <message>
        <source>Register of consents</source>
        <translation>Реестр согласий</translation>
    </message>
    <message>
        <source>Day of the last open</source>
        <translation>День последнего открытия</translation>
    </message>
    <message>
        <source>At the tracking server: requests</source>
        <translation>На сервере отслеживания: запросы</translation>
    </message>
    <message>
        <source>At the tracking server: where links lead</source>
        <translation>На сервере отслеживания: куда ведут ссылки</translation>
    </message>
    <message>
        <source>At the tracking server: erased marks</source>
        <translation>На сервере отслеживания: стёртые метки</translation>
    </message>
    <message>
        <source>What is held on {address}</source>
        <translation>Что хранится о {address}</translation>
    </message>
    <message>
        <source>Everything Otklik holds on this person on this computer and at the tracking server. The letters themselves lie in the mailbox. Times are UTC.</source>
        <translation>Всё, что Отклик хранит об этом человеке на этом компьютере и на сервере отслеживания. Сами письма лежат в почтовом ящике. Время — UTC.</translation>
    </message>
    <message>
        <source>Nothing is held on this person.</source>
        <translation>Об этом человеке ничего не хранится.</translation>
    </message>
    <message>
        <source>Account Settings, Outgoing Server (SMTP), Add. Then choose it in your account. At the first letter Thunderbird asks about the certificate of this computer: confirm it for good.</source>
        <translation>Параметры учётной записи, Сервер исходящей почты (SMTP), Добавить. Затем выберите его в своей учётной записи. При первом письме Thunderbird спросит о сертификате этого компьютера: подтвердите его навсегда.</translation>
    </message>
    <message>
        <source>STARTTLS, or none</source>
        <translation>STARTTLS или без шифрования</translation>
    </message>
    <message>
        <source>Normal password</source>
        <translation>Обычный пароль</translation>
    </message>
    <message>
        <source>Certificate (SHA-256)</source>
        <translation>Сертификат (SHA-256)</translation>
    </message>
    <message>
        <source>It was the client, a program, me</source>
        <translation>Это был клиент, программа, я</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>Позвонил</translation>
    </message>
    <message>
        <source>Select several</source>
        <translation>Выделить несколько</translation>
    </message>
    <message>
        <source>Channel and mailbox</source>
        <translation>Канал и ящик</translation>
    </message>
    <message>
        <source>Views and columns</source>
        <translation>Виды и столбцы</translation>
    </message>
    <message>
        <source>A saved view</source>
        <translation>Сохранённый вид</translation>
    </message>
    <message>
        <source>{name} is hidden until they write.</source>
        <translation>{name}: скрыто, пока не напишет.</translation>
    </message>
    <message>
        <source>Called {name}. No other reminder about them today.</source>
        <translation>Звонок сделан: {name}. Сегодня больше не напоминаем.</translation>
    </message>
    <message>
        <source>Until they write</source>
        <translation>Пока не напишет</translation>
    </message>
    <message>
        <source>Needs no answer</source>
        <translation>Ответ не нужен</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Выгрузить</translation>
    </message>
    <message>
        <source>Leave the selection</source>
        <translation>Снять выделение</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>Выбран %n</numerusform>
            <numerusform>Выбрано %n</numerusform>
            <numerusform>Выбрано %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are done.</source>
        <translation>
            <numerusform>Готово: %n.</numerusform>
            <numerusform>Готово: %n.</numerusform>
            <numerusform>Готово: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>None of them waits for an answer.</source>
        <translation>Никто из них не ждёт ответа.</translation>
    </message>
    <message numerus="yes">
        <source>%n need no answer.</source>
        <translation>
            <numerusform>Ответ не нужен: %n.</numerusform>
            <numerusform>Ответ не нужен: %n.</numerusform>
            <numerusform>Ответ не нужен: %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are hidden until they write.</source>
        <translation>
            <numerusform>Скрыт, пока не напишет: %n.</numerusform>
            <numerusform>Скрыты, пока не напишут: %n.</numerusform>
            <numerusform>Скрыты, пока не напишут: %n.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are snoozed.</source>
        <translation>
            <numerusform>Отложен: %n.</numerusform>
            <numerusform>Отложены: %n.</numerusform>
            <numerusform>Отложены: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>More about this person</source>
        <translation>Ещё об этом человеке</translation>
    </message>
    <message>
        <source>Why not another</source>
        <translation>Почему не другое</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Компания</translation>
    </message>
    <message>
        <source>Another address of this person…</source>
        <translation>Ещё один адрес этого человека…</translation>
    </message>
    <message>
        <source>Phone number…</source>
        <translation>Телефон…</translation>
    </message>
    <message>
        <source>Called just now</source>
        <translation>Позвонил только что</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Все каналы</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>Ящик</translation>
    </message>
    <message>
        <source>All mailboxes</source>
        <translation>Все ящики</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>Сохранённые виды</translation>
    </message>
    <message>
        <source>Rename this view…</source>
        <translation>Переименовать этот вид…</translation>
    </message>
    <message>
        <source>Delete this view</source>
        <translation>Удалить этот вид</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Сохранить этот вид…</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Выгрузить в CSV…</translation>
    </message>
    <message>
        <source>The view {name} is deleted.</source>
        <translation>Вид «{name}» удалён.</translation>
    </message>
    <message>
        <source>The view {name} is saved.</source>
        <translation>Вид «{name}» сохранён.</translation>
    </message>
    <message>
        <source>The view is called {name} now.</source>
        <translation>Теперь вид называется «{name}».</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Название вида</translation>
    </message>
    <message numerus="yes">
        <source>%n people at {company}; the warmest: {warmth}</source>
        <translation>
            <numerusform>%n человек в {company}; самый тёплый: {warmth}</numerusform>
            <numerusform>%n человека в {company}; самый тёплый: {warmth}</numerusform>
            <numerusform>%n человек в {company}; самый тёплый: {warmth}</numerusform>
        </translation>
    </message>
    <message>
        <source>What happened with all of them</source>
        <translation>Что было со всеми</translation>
    </message>
    <message numerus="yes">
        <source>%n leads are in {path}.</source>
        <translation>
            <numerusform>%n контакт записан в {path}.</numerusform>
            <numerusform>%n контакта записаны в {path}.</numerusform>
            <numerusform>%n контактов записаны в {path}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Телефон</translation>
    </message>
    <message>
        <source>Waits since</source>
        <translation>Ждёт с</translation>
    </message>
    <message>
        <source>Signal at</source>
        <translation>Время сигнала</translation>
    </message>
    <message>
        <source>Last letter</source>
        <translation>Последнее письмо</translation>
    </message>
    <message>
        <source>Snoozed until</source>
        <translation>Отложен до</translation>
    </message>
    <message>
        <source>Show all channels and mailboxes again</source>
        <translation>Снова показать все каналы и ящики</translation>
    </message>
    <message>
        <source>Channel and mailbox (F)</source>
        <translation>Канал и ящик (F)</translation>
    </message>
    <message>
        <source>Views, columns, export (V)</source>
        <translation>Виды, столбцы, выгрузка (V)</translation>
    </message>
    <message>
        <source>Open the letters it rests on</source>
        <translation>Открыть письма, на которых это основано</translation>
    </message>
    <message>
        <source>Add a phone number</source>
        <translation>Добавить телефон</translation>
    </message>
    <message>
        <source>Phone number; empty for none</source>
        <translation>Телефон; пусто, если нет</translation>
    </message>
    <message>
        <source>Another address of this person</source>
        <translation>Ещё один адрес этого человека</translation>
    </message>
    <message>
        <source>The number of {name} is kept.</source>
        <translation>Телефон сохранён: {name}.</translation>
    </message>
    <message>
        <source>{name} has no number now.</source>
        <translation>Теперь без телефона: {name}.</translation>
    </message>
    <message>
        <source>{address} is {name} from now on.</source>
        <translation>{address} теперь тоже {name}.</translation>
    </message>
    <message>
        <source>{address} is a person of its own again.</source>
        <translation>{address} снова отдельный человек.</translation>
    </message>
    <message>
        <source>{number} is copied.</source>
        <translation>Скопировано: {number}.</translation>
    </message>
    <message>
        <source>Call {number}</source>
        <translation>Позвонить: {number}</translation>
    </message>
    <message>
        <source>Call with the program for tel: links</source>
        <translation>Позвонить программой для ссылок tel:</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Скопировать номер</translation>
    </message>
    <message>
        <source>Change the number</source>
        <translation>Изменить номер</translation>
    </message>
    <message>
        <source>Where the number is from</source>
        <translation>Откуда этот номер</translation>
    </message>
    <message>
        <source>from a letter</source>
        <translation>из письма</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>вручную</translation>
    </message>
    <message>
        <source>also {address}</source>
        <translation>также {address}</translation>
    </message>
    <message>
        <source>{address} is another person</source>
        <translation>{address} — другой человек</translation>
    </message>
    <message>
        <source>ext. {number}</source>
        <translation>доб. {number}</translation>
    </message>
    <message>
        <source>nobody waits for your answer</source>
        <translation>никто не ждёт вашего ответа</translation>
    </message>
    <message>
        <source>no letter of yours is open</source>
        <translation>нет открытого письма от вас</translation>
    </message>
    <message>
        <source>nothing shows that they have read it</source>
        <translation>не видно, чтобы его прочли</translation>
    </message>
    <message>
        <source>warmth {warmth}, hot begins at {hot}</source>
        <translation>теплота {warmth}, горячие — от {hot}</translation>
    </message>
    <message>
        <source>you got in touch {ago}; once a day is enough</source>
        <translation>вы уже связывались ({ago}); раза в день достаточно</translation>
    </message>
    <message>
        <source>the last sign was {ago}, longer than half an hour</source>
        <translation>последний знак был {ago}, больше получаса</translation>
    </message>
    <message>
        <source>it is outside your working hours until {opens}</source>
        <translation>нерабочее время до {opens}</translation>
    </message>
    <message>
        <source>no phone number is known</source>
        <translation>телефон неизвестен</translation>
    </message>
    <message>
        <source>nothing shows that they have read your letter</source>
        <translation>не видно, чтобы ваше письмо прочли</translation>
    </message>
    <message>
        <source>read {ago}; give it two days</source>
        <translation>прочитано {ago}; подождите два дня</translation>
    </message>
    <message numerus="yes">
        <source>%n more letters were not answered</source>
        <translation>
            <numerusform>%n письмо вдогонку без ответа</numerusform>
            <numerusform>%n письма вдогонку без ответа</numerusform>
            <numerusform>%n писем вдогонку без ответа</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more letters before giving up</source>
        <translation>
            <numerusform>до отказа ещё %n письмо</numerusform>
            <numerusform>до отказа ещё %n письма</numerusform>
            <numerusform>до отказа ещё %n писем</numerusform>
        </translation>
    </message>
    <message>
        <source>{action}: {why}</source>
        <translation>{action}: {why}</translation>
    </message>
    <message>
        <source>until they write</source>
        <translation>пока не напишет</translation>
    </message>
    <message>
        <source>a person&apos;s program or a scanner, both look like this</source>
        <translation>программа человека или сканер: выглядят одинаково</translation>
    </message>
    <message>
        <source>This computer&apos;s ({zone})</source>
        <translation>Этого компьютера ({zone})</translation>
    </message>
    <message>
        <source>Point the device&apos;s camera at the code, or open the link there, and press the button.</source>
        <translation>Наведите камеру устройства на код или откройте на нём ссылку и нажмите кнопку.</translation>
    </message>
    <message numerus="yes">
        <source>The server&apos;s clock is %n minutes ahead of this computer&apos;s.</source>
        <translation>
            <numerusform>Часы сервера спешат на %n минуту против этого компьютера.</numerusform>
            <numerusform>Часы сервера спешат на %n минуты против этого компьютера.</numerusform>
            <numerusform>Часы сервера спешат на %n минут против этого компьютера.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server&apos;s clock is %n minutes behind this computer&apos;s.</source>
        <translation>
            <numerusform>Часы сервера отстают на %n минуту от этого компьютера.</numerusform>
            <numerusform>Часы сервера отстают на %n минуты от этого компьютера.</numerusform>
            <numerusform>Часы сервера отстают на %n минут от этого компьютера.</numerusform>
        </translation>
    </message>
    <message>
        <source>pictures never load there</source>
        <translation>картинки там не загружаются</translation>
    </message>
    <message>
        <source>https://mail.company.ru/EWS/Exchange.asmx</source>
        <translation>https://mail.company.ru/EWS/Exchange.asmx</translation>
    </message>
    <message>
        <source>Leave it empty and Otklik asks your domain. Outside the office this may need the VPN.</source>
        <translation>Оставьте пустым, и Отклик спросит ваш домен. Вне офиса может понадобиться VPN.</translation>
    </message>
    <message>
        <source>Exchange server</source>
        <translation>Сервер Exchange</translation>
    </message>
    <message>
        <source>Often DOMAIN\name, not the address</source>
        <translation>Часто это ДОМЕН\имя, а не адрес</translation>
    </message>
    <message>
        <source>IMAP and SMTP</source>
        <translation>IMAP и SMTP</translation>
    </message>
    <message>
        <source>Exchange of your company</source>
        <translation>Exchange вашей компании</translation>
    </message>
    <message>
        <source>Microsoft 365</source>
        <translation>Microsoft 365</translation>
    </message>
    <message>
        <source>No password: this computer signs me in to Exchange</source>
        <translation>Без пароля: вход в Exchange через этот компьютер</translation>
    </message>
    <message>
        <source>Ask the domain for its server</source>
        <translation>Поиск сервера по домену</translation>
    </message>
    <message>
        <source>{host} does not accept this user name and password. If they are right, a program that inspects encrypted connections may stand in between: ask your IT to let {host} pass.</source>
        <translation>{host} не принимает это имя и пароль. Если они верны, мешать может программа, которая проверяет защищённые соединения: попросите ИТ-отдел исключить {host} из проверки.</translation>
    </message>
    <message>
        <source>{inspector} reads the encrypted connection to {host}, so Exchange refuses even the right password. Ask your IT to exempt {host}.</source>
        <translation>{inspector} читает защищённое соединение с {host}, поэтому Exchange отклоняет и верный пароль. Попросите ИТ-отдел исключить {host} из проверки.</translation>
    </message>
    <message>
        <source>This account is disabled at the server. Ask your IT.</source>
        <translation>Эта учётная запись отключена на сервере. Обратитесь в ИТ-отдел.</translation>
    </message>
    <message>
        <source>The password has expired. Set a new one in Outlook or Windows first.</source>
        <translation>Срок действия пароля истёк. Сначала задайте новый в Outlook или Windows.</translation>
    </message>
    <message>
        <source>Exchange at {host} does not let Otklik in. Ask your IT to allow Exchange Web Services for your mailbox, and the program “{agent}”.</source>
        <translation>Exchange на {host} не пускает Отклик. Попросите ИТ-отдел разрешить веб-службы Exchange (EWS) для вашего ящика и программу «{agent}».</translation>
    </message>
    <message>
        <source>Your mailbox is being moved to another server. Otklik goes on by itself afterwards.</source>
        <translation>Ваш ящик переносят на другой сервер. Отклик продолжит сам, когда перенос закончится.</translation>
    </message>
    <message>
        <source>There are no Exchange Web Services at this address. Ask your IT for the right one.</source>
        <translation>По этому адресу нет веб-служб Exchange. Спросите верный адрес в ИТ-отделе.</translation>
    </message>
    <message>
        <source>Your mailbox is at another server now: {url}. Change the address of the server.</source>
        <translation>Ваш ящик теперь на другом сервере: {url}. Измените адрес сервера.</translation>
    </message>
    <message>
        <source>{domain} does not tell where its Exchange is. Type the address of the server: your IT knows it. Outside the office it may need the VPN.</source>
        <translation>{domain} не сообщает, где его Exchange. Введите адрес сервера: его знает ИТ-отдел. Вне офиса может понадобиться VPN.</translation>
    </message>
    <message>
        <source>Exchange knows no mailbox of this address. Check the address.</source>
        <translation>Exchange не знает ящика с таким адресом. Проверьте адрес.</translation>
    </message>
    <message>
        <source>This Exchange is too old: Otklik needs Exchange 2013 SP1 or newer.</source>
        <translation>Этот Exchange слишком стар: нужен Exchange 2013 SP1 или новее.</translation>
    </message>
    <message>
        <source>This computer is not signed in to the domain of the server. Use a password.</source>
        <translation>Этот компьютер не вошёл в домен сервера. Войдите по паролю.</translation>
    </message>
    <message>
        <source>This kind of mailbox needs a newer Otklik.</source>
        <translation>Для такого ящика нужен более новый Отклик.</translation>
    </message>
    <message>
        <source>This server does not tell of new letters; Otklik asks each minute.</source>
        <translation>Этот сервер не сообщает о новых письмах; Отклик спрашивает раз в минуту.</translation>
    </message>
    <message>
        <source>Exchange sends one letter to all whom it names, never to some of them.</source>
        <translation>Exchange отправляет письмо всем, кто в нём указан, а не некоторым из них.</translation>
    </message>
    <message>
        <source>Without a password, by the sign-in of this computer (Kerberos)</source>
        <translation>Без пароля, по входу в этот компьютер (Kerberos)</translation>
    </message>
    <message>
        <source>In three days</source>
        <translation>Через три дня</translation>
    </message>
    <message>
        <source>In two weeks</source>
        <translation>Через две недели</translation>
    </message>
    <message>
        <source>Another time…</source>
        <translation>Другое время…</translation>
    </message>
    <message>
        <source>Outside your working hours, which begin {when}.</source>
        <translation>Нерабочее время: ваш рабочий день начинается {when}.</translation>
    </message>
    <message>
        <source>The letter will be sent {when}.</source>
        <translation>Письмо уйдёт {when}.</translation>
    </message>
    <message>
        <source>Send later</source>
        <translation>Отправить позже</translation>
    </message>
    <message>
        <source>Send then</source>
        <translation>Отправить тогда</translation>
    </message>
    <message>
        <source>Remind me if nobody answers</source>
        <translation>Напомнить, если не ответят</translation>
    </message>
    <message numerus="yes">
        <source>Reminder after %n days without an answer</source>
        <translation>
            <numerusform>Напоминание, если нет ответа %n день</numerusform>
            <numerusform>Напоминание, если нет ответа %n дня</numerusform>
            <numerusform>Напоминание, если нет ответа %n дней</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No answer in %n days</source>
        <translation>
            <numerusform>Через %n день без ответа</numerusform>
            <numerusform>Через %n дня без ответа</numerusform>
            <numerusform>Через %n дней без ответа</numerusform>
        </translation>
    </message>
    <message>
        <source>No reminder</source>
        <translation>Без напоминания</translation>
    </message>
    <message>
        <source>Will be sent {when}</source>
        <translation>Уйдёт {when}</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Отправить сейчас</translation>
    </message>
    <message>
        <source>Another time</source>
        <translation>Другое время</translation>
    </message>
    <message>
        <source>Signature of</source>
        <translation>Чья подпись</translation>
    </message>
    <message>
        <source>You wanted to be reminded: no answer since {date}.</source>
        <translation>Вы просили напомнить: ответа нет с {date}.</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>Дата и время</translation>
    </message>
    <message>
        <source>Morning queue</source>
        <translation>Утренняя очередь</translation>
    </message>
    <message>
        <source>In the queue: answer, called, put off, done, skip</source>
        <translation>В очереди: ответить, позвонил, отложить, готово, пропустить</translation>
    </message>
    <message>
        <source>Remind me then</source>
        <translation>Напомнить тогда</translation>
    </message>
    <message>
        <source>Reminder {when} if nobody answers.</source>
        <translation>Напоминание {when}, если не ответят.</translation>
    </message>
    <message>
        <source>The reminder about {name} is done.</source>
        <translation>Напоминание о {name} выполнено.</translation>
    </message>
    <message>
        <source>No reminder about {name}.</source>
        <translation>Без напоминания о {name}.</translation>
    </message>
    <message>
        <source>Reminder {when}, unless {name} answers.</source>
        <translation>Напоминание {when}, если {name} не ответит.</translation>
    </message>
    <message>
        <source>One lead after the other, a key for each thing to do</source>
        <translation>Клиенты один за другим, на каждое действие одна клавиша</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Ход</translation>
    </message>
    <message>
        <source>Leave the queue; it keeps its place</source>
        <translation>Выйти из очереди; место сохранится</translation>
    </message>
    <message>
        <source>{place} of {total}</source>
        <translation>{place} из {total}</translation>
    </message>
    <message numerus="yes">
        <source>about %n minutes left</source>
        <translation>
            <numerusform>осталось около %n минуты</numerusform>
            <numerusform>осталось около %n минут</numerusform>
            <numerusform>осталось около %n минут</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls wait for your working hours</source>
        <translation>
            <numerusform>%n звонок ждёт рабочего времени</numerusform>
            <numerusform>%n звонка ждут рабочего времени</numerusform>
            <numerusform>%n звонков ждут рабочего времени</numerusform>
        </translation>
    </message>
    <message>
        <source>the most urgent {number} first</source>
        <translation>сначала {number} самых срочных</translation>
    </message>
    <message>
        <source>{name} is skipped.</source>
        <translation>{name}: пропуск.</translation>
    </message>
    <message>
        <source>The answer to {name} will be sent in 10 s.</source>
        <translation>Ответ для {name} уйдёт через 10 с.</translation>
    </message>
    <message>
        <source>{said}  Ctrl+Z takes it back.</source>
        <translation>{said}  Ctrl+Z вернёт.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Отменять нечего.</translation>
    </message>
    <message>
        <source>Taken back: {name}.</source>
        <translation>Возвращено: {name}.</translation>
    </message>
    <message>
        <source>Back to the leads</source>
        <translation>К клиентам</translation>
    </message>
    <message>
        <source>The queue is through</source>
        <translation>Очередь пройдена</translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation>Заняло {time}.</translation>
    </message>
    <message numerus="yes">
        <source>%n more people wait: begin again for them.</source>
        <translation>
            <numerusform>Ждёт ещё %n человек: начните снова.</numerusform>
            <numerusform>Ждут ещё %n человека: начните снова.</numerusform>
            <numerusform>Ждут ещё %n человек: начните снова.</numerusform>
        </translation>
    </message>
    <message>
        <source>Those skipped again</source>
        <translation>Пропущенные ещё раз</translation>
    </message>
    <message>
        <source>Nothing to do now</source>
        <translation>Сейчас дел нет</translation>
    </message>
    <message numerus="yes">
        <source>Nobody waits. %n calls are left for your working hours.</source>
        <translation>
            <numerusform>Никто не ждёт. На рабочее время остался %n звонок.</numerusform>
            <numerusform>Никто не ждёт. На рабочее время осталось %n звонка.</numerusform>
            <numerusform>Никто не ждёт. На рабочее время осталось %n звонков.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody waits for an answer, and no call or letter is due. New ones come here by themselves.</source>
        <translation>Никто не ждёт ответа, звонков и писем на сейчас нет. Новые появятся здесь сами.</translation>
    </message>
    <message>
        <source>called</source>
        <translation>звонков</translation>
    </message>
    <message>
        <source>let go</source>
        <translation>отпущено</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>отложено</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>пропущено</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Написать</translation>
    </message>
    <message>
        <source>Call is done</source>
        <translation>Позвонил</translation>
    </message>
    <message>
        <source>Until tomorrow</source>
        <translation>До завтра</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
    <message>
        <source>Your letter</source>
        <translation>Ваше письмо</translation>
    </message>
    <message>
        <source>Text of the answer</source>
        <translation>Текст ответа</translation>
    </message>
    <message>
        <source>Your answer. The signature and the letter quoted are added.</source>
        <translation>Ваш ответ. Подпись и цитата письма добавятся сами.</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Сначала напишите что-нибудь.</translation>
    </message>
    <message>
        <source>Send  Ctrl+Enter</source>
        <translation>Отправить  Ctrl+Enter</translation>
    </message>
    <message>
        <source>Go on in a window</source>
        <translation>Продолжить в окне</translation>
    </message>
    <message>
        <source>Announce again (quiet until {when})</source>
        <translation>Снова уведомлять (тишина до {when})</translation>
    </message>
    <message>
        <source>No answer from {name}: you wanted to be reminded</source>
        <translation>Нет ответа, вы просили напомнить: {name}</translation>
    </message>
    <message>
        <source>With a sound</source>
        <translation>Со звуком</translation>
    </message>
    <message>
        <source>Only in my working hours</source>
        <translation>Только в рабочее время</translation>
    </message>
    <message>
        <source>Quiet while I present</source>
        <translation>Молчать во время презентации</translation>
    </message>
    <message>
        <source>Announced is what a person did, and your reminders. What comes in quiet times waits.</source>
        <translation>Уведомляем о том, что сделал человек, и о ваших напоминаниях. Пришедшее в тихое время подождёт.</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Динамика</translation>
    </message>
    <message>
        <source>No day has {n} answers yet</source>
        <translation>Ни в одном дне ещё нет {n} ответов</translation>
    </message>
    <message>
        <source>No month has {n} answers yet</source>
        <translation>Ни в одном месяце ещё нет {n} ответов</translation>
    </message>
    <message>
        <source>What this shows</source>
        <translation>Что здесь показано</translation>
    </message>
    <message>
        <source>As a picture</source>
        <translation>Как картинка</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>Скопировать картинкой</translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation>Сохранить картинкой…</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Даты</translation>
    </message>
    <message>
        <source>Report on one page (PDF)…</source>
        <translation>Отчёт на одной странице (PDF)…</translation>
    </message>
    <message>
        <source>All letters of this time (CSV)…</source>
        <translation>Все письма за это время (CSV)…</translation>
    </message>
    <message>
        <source>No letter fits these filters</source>
        <translation>Под эти фильтры не подходит ни одно письмо</translation>
    </message>
    <message>
        <source>Nobody of the clients you have chosen wrote in this time.</source>
        <translation>За это время никто из выбранных клиентов не писал.</translation>
    </message>
    <message>
        <source>Show all clients</source>
        <translation>Показать всех клиентов</translation>
    </message>
    <message>
        <source>Not answered yet</source>
        <translation>Ещё без ответа</translation>
    </message>
    <message>
        <source>Opened after a long time</source>
        <translation>Открыты нескоро</translation>
    </message>
    <message>
        <source>Answered more than 10 minutes after opening</source>
        <translation>Ответ позже чем через 10 минут после открытия</translation>
    </message>
    <message>
        <source>Clicked, and when we wrote next</source>
        <translation>Клик клиента и наше следующее письмо</translation>
    </message>
    <message>
        <source>The folder cannot be written to.</source>
        <translation>В эту папку нельзя писать.</translation>
    </message>
    <message>
        <source>The chart is on the clipboard.</source>
        <translation>График в буфере обмена.</translation>
    </message>
    <message>
        <source>The file {name} is written.</source>
        <translation>Файл {name} записан.</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Клиент</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Пришло</translation>
    </message>
    <message>
        <source>Opened, not before</source>
        <translation>Открыто не раньше</translation>
    </message>
    <message>
        <source>Opened, not after</source>
        <translation>Открыто не позже</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>Кто ответил</translation>
    </message>
    <message>
        <source>Minutes, calendar</source>
        <translation>Минуты по календарю</translation>
    </message>
    <message>
        <source>Minutes, working hours</source>
        <translation>Рабочие минуты</translation>
    </message>
    <message>
        <source>First of the conversation</source>
        <translation>Первое в переписке</translation>
    </message>
    <message>
        <source>Not counted because</source>
        <translation>Почему не учтено</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>да</translation>
    </message>
    <message>
        <source>no</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Until opened, half within</source>
        <translation>До открытия, половина за</translation>
    </message>
    <message>
        <source>Half opened within</source>
        <translation>Половина открыта за</translation>
    </message>
    <message>
        <source>90 % opened within</source>
        <translation>90 % открыто за</translation>
    </message>
    <message>
        <source>After opening, half within</source>
        <translation>После открытия, половина за</translation>
    </message>
    <message>
        <source>After opening, 90 % within</source>
        <translation>После открытия, 90 % за</translation>
    </message>
    <message>
        <source>Every reply, half within</source>
        <translation>Половина всех ответов за</translation>
    </message>
    <message>
        <source>Every reply, 90 % within</source>
        <translation>90 % всех ответов за</translation>
    </message>
    <message>
        <source>First reply, half within</source>
        <translation>Половина первых ответов за</translation>
    </message>
    <message>
        <source>Opened within {time}</source>
        <translation>Открыто за {time}</translation>
    </message>
    <message>
        <source>{done} of {total} opened</source>
        <translation>открыто {done} из {total}</translation>
    </message>
    <message>
        <source>More than half unopened</source>
        <translation>Больше половины не открыто</translation>
    </message>
    <message>
        <source>More than 10 % unopened</source>
        <translation>Больше 10 % не открыто</translation>
    </message>
    <message>
        <source>Answered at all</source>
        <translation>Всего отвечено</translation>
    </message>
    <message>
        <source>Within {time} of opening</source>
        <translation>За {time} после открытия</translation>
    </message>
    <message>
        <source>After a click, half within</source>
        <translation>После клика, половина за</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} из {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n left out</source>
        <translation>
            <numerusform>%n не учтено</numerusform>
            <numerusform>%n не учтены</numerusform>
            <numerusform>%n не учтено</numerusform>
        </translation>
    </message>
    <message>
        <source>What is timed</source>
        <translation>Что измеряется</translation>
    </message>
    <message>
        <source>First reply</source>
        <translation>Первый ответ</translation>
    </message>
    <message>
        <source>Every reply</source>
        <translation>Каждый ответ</translation>
    </message>
    <message>
        <source>Until opened</source>
        <translation>До открытия</translation>
    </message>
    <message>
        <source>After opening</source>
        <translation>После открытия</translation>
    </message>
    <message>
        <source>New or known</source>
        <translation>Новые или знакомые</translation>
    </message>
    <message>
        <source>New and known</source>
        <translation>Новые и знакомые</translation>
    </message>
    <message>
        <source>New clients</source>
        <translation>Новые клиенты</translation>
    </message>
    <message>
        <source>Known clients</source>
        <translation>Знакомые клиенты</translation>
    </message>
    <message>
        <source>Client type</source>
        <translation>Вид клиента</translation>
    </message>
    <message>
        <source>All kinds of clients</source>
        <translation>Все виды клиентов</translation>
    </message>
    <message>
        <source>Companies</source>
        <translation>Компании</translation>
    </message>
    <message>
        <source>Private addresses</source>
        <translation>Частные адреса</translation>
    </message>
    <message>
        <source>No channel</source>
        <translation>Без канала</translation>
    </message>
    <message>
        <source>Day by day</source>
        <translation>По дням</translation>
    </message>
    <message>
        <source>Month by month</source>
        <translation>По месяцам</translation>
    </message>
    <message>
        <source>Steps of the trend</source>
        <translation>Шаг графика</translation>
    </message>
    <message>
        <source>everything there is</source>
        <translation>за всё время</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>с {first} по {last}</translation>
    </message>
    <message>
        <source>as of {moment}</source>
        <translation>на {moment}</translation>
    </message>
    <message>
        <source>Order of those who wait</source>
        <translation>Порядок ждущих</translation>
    </message>
    <message>
        <source>longest first</source>
        <translation>сначала самые давние</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>сначала новые</translation>
    </message>
    <message>
        <source>by name</source>
        <translation>по имени</translation>
    </message>
    <message>
        <source>Timed: from the arrival of a client&apos;s letter until it was first opened in the mailbox.</source>
        <translation>Измеряется время от прихода письма клиента до первого открытия в ящике.</translation>
    </message>
    <message>
        <source>Timed: from the moment a client&apos;s letter was first opened until our answer.</source>
        <translation>Измеряется время от первого открытия письма клиента до нашего ответа.</translation>
    </message>
    <message>
        <source>Every wait counts: it begins with the first letter nobody has answered yet.</source>
        <translation>Считается каждое ожидание: оно начинается с первого письма, на которое ещё никто не ответил.</translation>
    </message>
    <message>
        <source>Of each conversation the first wait counts.</source>
        <translation>В каждой переписке считается первое ожидание.</translation>
    </message>
    <message>
        <source>{which} Timed: from opening the letter until our answer.</source>
        <translation>{which} Измеряется время от открытия письма до нашего ответа.</translation>
    </message>
    <message>
        <source>{which} Timed: from its arrival until our answer.</source>
        <translation>{which} Измеряется время от прихода письма до нашего ответа.</translation>
    </message>
    <message>
        <source>Every hour counts, nights and weekends too.</source>
        <translation>Считается каждый час, ночи и выходные тоже.</translation>
    </message>
    <message>
        <source>Letters that still wait are in the figure with the time they have waited so far (Kaplan-Meier). Without them, whoever ignores half of the mail would look fast.</source>
        <translation>Письма без ответа входят в показатель с тем временем, которое уже ждут (оценка Каплана — Мейера). Без них быстрым выглядел бы тот, кто не отвечает на половину писем.</translation>
    </message>
    <message>
        <source>The trend</source>
        <translation>Ход по времени</translation>
    </message>
    <message>
        <source>The line is the time within which half of the letters of that day, week or month were answered.</source>
        <translation>Линия: за какое время ответили на половину писем этого дня, недели или месяца.</translation>
    </message>
    <message>
        <source>The band is its 95 % interval. Under 10 answers there is no point, under 30 it is grey.</source>
        <translation>Полоса: 95-процентный интервал. Меньше 10 ответов: точки нет, меньше 30: она серая.</translation>
    </message>
    <message>
        <source>For every length of time: the share of letters that had an answer by then.</source>
        <translation>Для каждого срока: доля писем, на которые к этому сроку ответили.</translation>
    </message>
    <message>
        <source>Answered letters by how long the answer took; each bar covers a longer time than the one before.</source>
        <translation>Письма с ответом по времени до ответа; каждый следующий столбец охватывает больший срок.</translation>
    </message>
    <message>
        <source>Letters that still wait are not in the bars: see “Who waits now”.</source>
        <translation>Писем без ответа в столбцах нет: смотрите «Кто ждёт сейчас».</translation>
    </message>
    <message>
        <source>Each cell holds the letters that came on that weekday in that hour, on your clock.</source>
        <translation>В клетке письма, пришедшие в этот день недели и час по вашим часам.</translation>
    </message>
    <message>
        <source>With enough answers the colour is the time within which half of them were answered, from an eighth of the target to eight times the target; otherwise it is their number.</source>
        <translation>Когда ответов достаточно, цвет показывает, за сколько ответили на половину: от восьмой части цели до восьми целей. Иначе он показывает число писем.</translation>
    </message>
    <message>
        <source>Beside the answer</source>
        <translation>Рядом с ответом</translation>
    </message>
    <message>
        <source>Answered: letters with an answer, of all that need one, in the chosen time.</source>
        <translation>Отвечено: письма с ответом из всех, которым он нужен, за выбранное время.</translation>
    </message>
    <message>
        <source>Until opened: from arrival to the first opening. After opening: from there to the answer. An opening counts when it is known to the hour; others are counted as left out.</source>
        <translation>До открытия: от прихода письма до первого открытия. После открытия: от него до ответа. Открытие учитывается, если оно известно с точностью до часа; остальные показаны как неучтённые.</translation>
    </message>
    <message>
        <source>After a click: from a client&apos;s click, made by a person, to our next letter to that client.</source>
        <translation>После клика: от клика клиента (человека, не программы) до нашего следующего письма ему.</translation>
    </message>
    <message>
        <source>&lt; 1 min</source>
        <translation>&lt; 1 мин</translation>
    </message>
    <message>
        <source>Days of the year</source>
        <translation>Дни года</translation>
    </message>
    <message>
        <source>The year before</source>
        <translation>Предыдущий год</translation>
    </message>
    <message>
        <source>The year after</source>
        <translation>Следующий год</translation>
    </message>
    <message>
        <source>Duty begins</source>
        <translation>Начало дежурства</translation>
    </message>
    <message>
        <source>Duty ends</source>
        <translation>Конец дежурства</translation>
    </message>
    <message>
        <source>The moved days of this year are not known yet: click days to set them.</source>
        <translation>Переносы этого года ещё неизвестны: отметьте дни сами.</translation>
    </message>
    <message>
        <source>on duty</source>
        <translation>дежурство</translation>
    </message>
    <message>
        <source>leave</source>
        <translation>отпуск</translation>
    </message>
    <message>
        <source>a shorter day</source>
        <translation>сокращённый день</translation>
    </message>
    <message>
        <source>a working day</source>
        <translation>рабочий день</translation>
    </message>
    <message>
        <source>a day off</source>
        <translation>выходной</translation>
    </message>
    <message>
        <source>{day}: {kind}</source>
        <translation>{day}: {kind}</translation>
    </message>
    <message>
        <source>Red: free by the calendar or by you; blue: worked out of turn; * shorter; yellow: leave; green: on duty. A click on a day makes it free or a working day.</source>
        <translation>Красный: выходной по календарю или по-вашему; синий: работа в выходной; * короче; жёлтый: отпуск; зелёный: дежурство. Щелчок по дню делает его выходным или рабочим.</translation>
    </message>
    <message>
        <source>Duty ends before it begins.</source>
        <translation>Дежурство кончается раньше, чем начинается.</translation>
    </message>
    <message>
        <source>The day is as usual again.</source>
        <translation>День снова как обычно.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Отпуск</translation>
    </message>
    <message>
        <source>Day off</source>
        <translation>Выходной</translation>
    </message>
    <message>
        <source>Working day</source>
        <translation>Рабочий день</translation>
    </message>
    <message>
        <source>Shorter day</source>
        <translation>Сокращённый день</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>Дежурство</translation>
    </message>
    <message>
        <source>Leave: {first} to {last}</source>
        <translation>Отпуск: с {first} по {last}</translation>
    </message>
    <message>
        <source>Duty: {day}, {start}–{end}</source>
        <translation>Дежурство: {day}, {start}–{end}</translation>
    </message>
    <message>
        <source>Day off: {day}</source>
        <translation>Выходной: {day}</translation>
    </message>
    <message>
        <source>Working day: {day}</source>
        <translation>Рабочий день: {day}</translation>
    </message>
    <message>
        <source>Shorter day: {day}</source>
        <translation>Сокращённый день: {day}</translation>
    </message>
    <message>
        <source>Belarus</source>
        <translation>Беларусь</translation>
    </message>
    <message>
        <source>Kazakhstan</source>
        <translation>Казахстан</translation>
    </message>
    <message>
        <source>Ukraine</source>
        <translation>Украина</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Польша</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Германия</translation>
    </message>
    <message>
        <source>Great Britain</source>
        <translation>Великобритания</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>США</translation>
    </message>
    <message>
        <source>How honest is this score</source>
        <translation>Насколько честна эта оценка</translation>
    </message>
    <message>
        <source>Back to leads</source>
        <translation>К клиентам</translation>
    </message>
    <message>
        <source>Who answers stands above (AUC)</source>
        <translation>Кто ответит, стоит выше (AUC)</translation>
    </message>
    <message>
        <source>First three of a list (NDCG@3)</source>
        <translation>Первая тройка списка (NDCG@3)</translation>
    </message>
    <message>
        <source>Mean distance, promised and found</source>
        <translation>Среднее расхождение</translation>
    </message>
    <message>
        <source>Letters whose fate is known</source>
        <translation>Письма с известным исходом</translation>
    </message>
    <message>
        <source>Promised and found</source>
        <translation>Обещано и сбылось</translation>
    </message>
    <message>
        <source>Use my own weights when they are better</source>
        <translation>Брать мои веса, если они лучше</translation>
    </message>
    <message>
        <source>promise kept</source>
        <translation>обещание сдержано</translation>
    </message>
    <message>
        <source>Across: the share promised. Up: the share that answered within 72 hours, with its range.</source>
        <translation>По горизонтали — обещанная доля ответов, по вертикали — сколько ответило за 72 часа, с интервалом.</translation>
    </message>
    <message>
        <source>Your own weights</source>
        <translation>Ваши собственные веса</translation>
    </message>
    <message>
        <source>What is known and what is not</source>
        <translation>Что известно, а что нет</translation>
    </message>
    <message numerus="yes">
        <source>%n lists</source>
        <translation>
            <numerusform>%n список</numerusform>
            <numerusform>%n списка</numerusform>
            <numerusform>%n списков</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} points</source>
        <translation>{n} пункта</translation>
    </message>
    <message>
        <source>of 100, on average; the goal is 2</source>
        <translation>из 100, в среднем; цель 2</translation>
    </message>
    <message>
        <source>too few letters yet</source>
        <translation>писем пока мало</translation>
    </message>
    <message numerus="yes">
        <source>%n answered</source>
        <translation>
            <numerusform>%n с ответом</numerusform>
            <numerusform>%n с ответом</numerusform>
            <numerusform>%n с ответом</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not known yet</source>
        <translation>
            <numerusform>исход %n ещё неизвестен</numerusform>
            <numerusform>исход %n ещё неизвестен</numerusform>
            <numerusform>исход %n ещё неизвестен</numerusform>
        </translation>
    </message>
    <message>
        <source>Population settings: nothing has been learnt from your letters yet.</source>
        <translation>Общие настройки: на ваших письмах ещё ничего не выучено.</translation>
    </message>
    <message>
        <source>{letters} letters, {answered} answered</source>
        <translation>писем: {letters}, с ответом: {answered}</translation>
    </message>
    <message>
        <source>Population settings: {n} letters, {m} answered, can be compared; there are {counts}.</source>
        <translation>Общие настройки: для сравнения нужно писем: {n}, с ответом: {m}. Пока {counts}.</translation>
    </message>
    <message>
        <source>Population settings: on {date} yours were not better ({counts}).</source>
        <translation>Общие настройки: {date} ваши веса не были лучше ({counts}).</translation>
    </message>
    <message>
        <source>Yours are in use, they were better ({counts}, {date}, version {v}).</source>
        <translation>Действуют ваши веса: они оказались лучше ({counts}, {date}, версия {v}).</translation>
    </message>
    <message>
        <source>Population settings, by your choice. Yours would be better ({counts}, {date}).</source>
        <translation>Общие настройки, так выбрали вы. Ваши веса лучше ({counts}, {date}).</translation>
    </message>
    <message>
        <source>newest letter first: {figure}</source>
        <translation>сначала новые письма: {figure}</translation>
    </message>
    <message>
        <source>Too few letters to say anything: {letters} of {n}, answered {answered} of {m}. Each working day adds those whose 72 hours are over.</source>
        <translation>Писем слишком мало, чтобы судить: {letters} из {n}, с ответом {answered} из {m}. Каждый рабочий день прибавляет те, чьи 72 часа прошли.</translation>
    </message>
    <message numerus="yes">
        <source>%n are on their way.</source>
        <translation>
            <numerusform>Ещё %n в пути.</numerusform>
            <numerusform>Ещё %n в пути.</numerusform>
            <numerusform>Ещё %n в пути.</numerusform>
        </translation>
    </message>
    <message>
        <source>The lists of the last 90 days.</source>
        <translation>Списки за последние 90 дней.</translation>
    </message>
    <message>
        <source>{share} of the rows were reconstructed from the mailbox: shipped weights, no signals.</source>
        <translation>{share} строк восстановлено по почтовому ящику: с общими весами и без сигналов.</translation>
    </message>
    <message>
        <source>After {share} you wrote again or called within a day, which itself brings answers.</source>
        <translation>В {share} случаев вы за сутки написали ещё раз или позвонили, а это само приносит ответы.</translation>
    </message>
    <message>
        <source>Whether opens and clicks make the order better shows after {n} letters of live lists; there are {live}.</source>
        <translation>Улучшают ли порядок открытия и клики, станет видно после {n} писем живых списков; пока их {live}.</translation>
    </message>
    <message>
        <source>On {n} letters of live lists: {with_signals} with opens and clicks, {without} without.</source>
        <translation>Живые списки, писем: {n}. С открытиями и кликами {with_signals}, без них {without}.</translation>
    </message>
    <message>
        <source>The eight weights of the history were fitted on four public mailing lists. What an open, a click, a forward, a deletion or a bounce is worth is an assumption: no public data has opens or clicks, so that half can only be proven on your own letters. Of the order one half is chance, one is perfect.</source>
        <translation>Восемь весов истории подобраны на четырёх открытых почтовых списках. Вес открытия, клика, пересылки, удаления и возврата — предположение: открытых данных с открытиями и кликами нет, и эту половину можно проверить только на ваших письмах. Для порядка 0,5 — это случайность, 1 — ни одной ошибки.</translation>
    </message>
    <message>
        <source>Promised {promised}, answered {found} ({low} to {high}); {n} letters</source>
        <translation>Обещано {promised}, ответило {found} (от {low} до {high}); писем: {n}</translation>
    </message>
    <message>
        <source>Promised {promised}; {n} letters, too few for a share</source>
        <translation>Обещано {promised}; писем: {n}, для доли мало</translation>
    </message>
    <message>
        <source>{name} has waited longer than {time}</source>
        <translation>{name} ждёт дольше, чем {time}</translation>
    </message>
    <message>
        <source>{name} will soon have waited {time}</source>
        <translation>{name}: скоро {time} ожидания</translation>
    </message>
    <message>
        <source>Warn before a client waits longer than the target</source>
        <translation>Предупреждать до того, как клиент прождёт дольше цели</translation>
    </message>
    <message>
        <source>You sign in at Microsoft, in your browser. Otklik never sees the password.</source>
        <translation>Вход происходит у Microsoft, в вашем браузере. Отклик не видит пароль.</translation>
    </message>
    <message>
        <source>company.ru</source>
        <translation>company.ru</translation>
    </message>
    <message>
        <source>Your IT registers Otklik once and tells you both. See “Microsoft 365” in the help.</source>
        <translation>ИТ-отдел один раз регистрирует Отклик и сообщает оба значения. См. «Microsoft 365» в справке.</translation>
    </message>
    <message>
        <source>Application (client) ID</source>
        <translation>Идентификатор приложения</translation>
    </message>
    <message>
        <source>Directory (tenant)</source>
        <translation>Каталог (tenant)</translation>
    </message>
    <message>
        <source>Open the browser again</source>
        <translation>Открыть браузер ещё раз</translation>
    </message>
    <message>
        <source>Copy the link for IT</source>
        <translation>Скопировать ссылку для ИТ</translation>
    </message>
    <message>
        <source>In your company only IT may agree to this. Send your IT the link; after they have agreed, sign in again.</source>
        <translation>В вашей компании согласие даёт только ИТ-отдел. Отправьте им ссылку, а когда они согласятся, войдите снова.</translation>
    </message>
    <message>
        <source>Nobody agreed at Microsoft. If it said “Need admin approval”, send your IT the link.</source>
        <translation>Согласия у Microsoft никто не дал. Если там было «Требуется утверждение администратора», отправьте ИТ-отделу ссылку.</translation>
    </message>
    <message>
        <source>Nobody came back from the browser. If it said “Need admin approval”, send your IT the link.</source>
        <translation>Из браузера никто не вернулся. Если там было «Требуется утверждение администратора», отправьте ИТ-отделу ссылку.</translation>
    </message>
    <message>
        <source>Microsoft does not accept the registration of Otklik. Show this to your IT: {text}</source>
        <translation>Microsoft не принимает регистрацию Отклика. Покажите это ИТ-отделу: {text}</translation>
    </message>
    <message>
        <source>The rules of your company do not let this computer in. Show this to your IT: {text}</source>
        <translation>Правила вашей компании не пускают этот компьютер. Покажите это ИТ-отделу: {text}</translation>
    </message>
    <message>
        <source>The sign-in at Microsoft has ended. Sign in again.</source>
        <translation>Сеанс входа в Microsoft закончился. Войдите снова.</translation>
    </message>
    <message>
        <source>Microsoft does not accept the sign-in any more. Sign in again.</source>
        <translation>Microsoft больше не принимает этот вход. Войдите снова.</translation>
    </message>
    <message>
        <source>Microsoft 365 takes no passwords here. Sign in with Microsoft.</source>
        <translation>Microsoft 365 не принимает здесь пароли. Войдите через Microsoft.</translation>
    </message>
    <message>
        <source>The sign-in kept on this computer is damaged or gone. Sign in again; no letter is lost.</source>
        <translation>Вход, сохранённый на этом компьютере, повреждён или пропал. Войдите снова, письма не теряются.</translation>
    </message>
    <message>
        <source>Microsoft 365 does not allow this: {text}</source>
        <translation>Microsoft 365 этого не разрешает: {text}</translation>
    </message>
    <message>
        <source>{user} has signed in, but does not have the mailbox {address}.</source>
        <translation>{user}: вход выполнен, но ящика {address} у него нет.</translation>
    </message>
    <message>
        <source>This person has no mailbox in Microsoft 365. Ask your IT about the licence.</source>
        <translation>У этого человека нет ящика в Microsoft 365. Спросите ИТ-отдел о лицензии.</translation>
    </message>
    <message>
        <source>Microsoft 365 needs a registration of Otklik in your company. Ask your IT for its application ID; the help, “Microsoft 365”, tells them how.</source>
        <translation>Для Microsoft 365 нужна регистрация Отклика в вашей компании. Попросите у ИТ-отдела её идентификатор; как её сделать, написано в справке «Microsoft 365».</translation>
    </message>
    <message>
        <source>The team</source>
        <translation>Команда</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Команда</translation>
    </message>
    <message>
        <source>My mailboxes</source>
        <translation>Мои ящики</translation>
    </message>
    <message>
        <source>A lead sees here how fast each member of the team answers: through the company&apos;s server, or from files the colleagues save.</source>
        <translation>Руководитель видит здесь, как быстро отвечает каждый: через сервер компании или из файлов, которые сохраняют коллеги.</translation>
    </message>
    <message>
        <source>Left the team</source>
        <translation>Больше не в команде</translation>
    </message>
    <message>
        <source>Too few answers for a figure; {count}</source>
        <translation>Слишком мало ответов для оценки; {count}</translation>
    </message>
    <message>
        <source>Over half unanswered</source>
        <translation>Больше половины без ответа</translation>
    </message>
    <message>
        <source>Within {time}: {share}</source>
        <translation>За {time}: {share}</translation>
    </message>
    <message>
        <source>Share answered by time: {name}</source>
        <translation>Доля отвеченных ко времени: {name}</translation>
    </message>
    <message>
        <source>{name}: who waits</source>
        <translation>{name}: кто ждёт</translation>
    </message>
    <message>
        <source>A colleague&apos;s letters stay in the colleague&apos;s mailbox.</source>
        <translation>Письма коллеги остаются в его ящике.</translation>
    </message>
    <message>
        <source>Tell the team&apos;s lead how fast I answer</source>
        <translation>Сообщать руководителю, как быстро я отвечаю</translation>
    </message>
    <message>
        <source>The rows, word for word</source>
        <translation>Строки дословно</translation>
    </message>
    <message>
        <source>The working hours that travel with them</source>
        <translation>Рабочие часы, которые передаются с ними</translation>
    </message>
    <message>
        <source>Before you compare people</source>
        <translation>Прежде чем сравнивать людей</translation>
    </message>
    <message>
        <source>Figures of single people are monitoring of employees. In many countries, Russia and those of the EU among them, people must be told of it beforehand, and often they or their representatives must agree. Otklik tells nothing until the person or your organisation has switched it on. This is a note, not legal advice.</source>
        <translation>Показатели отдельных людей — это контроль за работниками. Во многих странах, в том числе в России и в ЕС, о нём нужно предупредить заранее, а часто нужно и согласие человека или представителей работников. Отклик ничего не передаёт, пока это не включит сам человек или организация. Это справка, а не юридический совет.</translation>
    </message>
    <message>
        <source>Without a server: signed files</source>
        <translation>Без сервера: подписанные файлы</translation>
    </message>
    <message>
        <source>Give your rows to the lead as a file, or read the file of a colleague. A file that was altered, or signed by somebody else, is refused.</source>
        <translation>Передайте свои строки руководителю файлом или прочитайте файл коллеги. Изменённый или подписанный кем-то другим файл не принимается.</translation>
    </message>
    <message>
        <source>Save my rows to a file</source>
        <translation>Сохранить мои строки в файл</translation>
    </message>
    <message>
        <source>Read a colleague&apos;s file</source>
        <translation>Прочитать файл коллеги</translation>
    </message>
    <message>
        <source>Whose file is this? Compare the number by telephone: {number}</source>
        <translation>Чей это файл? Сверьте номер по телефону: {number}</translation>
    </message>
    <message numerus="yes">
        <source>%n rows are in the file. Its number: {number}</source>
        <translation>
            <numerusform>В файле %n строка. Его номер: {number}</numerusform>
            <numerusform>В файле %n строки. Его номер: {number}</numerusform>
            <numerusform>В файле %n строк. Его номер: {number}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n rows were read.</source>
        <translation>
            <numerusform>{name}: прочитана %n строка.</numerusform>
            <numerusform>{name}: прочитаны %n строки.</numerusform>
            <numerusform>{name}: прочитано %n строк.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rows of the last 12 months: times and codes, no address, no name, no subject.</source>
        <translation>
            <numerusform>%n строка за 12 месяцев: время и коды, без адресов, имён и тем.</numerusform>
            <numerusform>%n строки за 12 месяцев: время и коды, без адресов, имён и тем.</numerusform>
            <numerusform>%n строк за 12 месяцев: время и коды, без адресов, имён и тем.</numerusform>
        </translation>
    </message>
    <message>
        <source>These are the newest, exactly as they travel.</source>
        <translation>Ниже — самые новые, ровно в том виде, в каком они передаются.</translation>
    </message>
    <message>
        <source>There are no rows yet: nobody has written to you.</source>
        <translation>Строк пока нет: вам никто не писал.</translation>
    </message>
    <message>
        <source>The server is too old to know teams.</source>
        <translation>Сервер слишком стар и команд не знает.</translation>
    </message>
    <message>
        <source>Whose file this is, is not known yet. Its number: {fingerprint}</source>
        <translation>Чей это файл, ещё неизвестно. Его номер: {fingerprint}</translation>
    </message>
    <message>
        <source>This is no file of a colleague&apos;s rows.</source>
        <translation>Это не файл со строками коллеги.</translation>
    </message>
    <message>
        <source>The file was altered after it was signed. Nothing was read.</source>
        <translation>Файл изменён после подписи. Ничего не прочитано.</translation>
    </message>
    <message>
        <source>Somebody else has signed the earlier files of {name}. Nothing was read.</source>
        <translation>Прежние файлы подписывал кто-то другой ({name}). Ничего не прочитано.</translation>
    </message>
    <message>
        <source>A newer file of {name} was read already.</source>
        <translation>Более новый файл уже прочитан ({name}).</translation>
    </message>
    <message>
        <source>The file {path} cannot be read: {text}.</source>
        <translation>Файл {path} не читается: {text}.</translation>
    </message>
    <message>
        <source>The working hours in the file make no sense. Nothing was read.</source>
        <translation>Рабочие часы в файле бессмысленны. Ничего не прочитано.</translation>
    </message>
    <message>
        <source>This colleague&apos;s rows come from the server.</source>
        <translation>Строки этого коллеги приходят с сервера.</translation>
    </message>
    <message>
        <source>There is nobody to compare with.</source>
        <translation>Сравнивать не с кем.</translation>
    </message>
    <message>
        <source>No comparison: fewer than two people have {n} answers in this period.</source>
        <translation>Не сравниваем: меньше чем у двоих есть по {n} ответов за это время.</translation>
    </message>
    <message>
        <source>No difference shown: what separates these people may be chance.</source>
        <translation>Разницы не видно: то, чем отличаются эти люди, может быть случайностью.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more pairs differ.</source>
        <translation>
            <numerusform>И отличается ещё %n пара.</numerusform>
            <numerusform>И отличаются ещё %n пары.</numerusform>
            <numerusform>И отличаются ещё %n пар.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compared like with like: letters of the same part of the day, of new and of known clients, of companies and of private people. People stand by name, not by speed.</source>
        <translation>Сравниваем подобное с подобным: письма одного времени дня, от новых и от знакомых клиентов, от компаний и от частных лиц. Люди идут по алфавиту, а не по скорости.</translation>
    </message>
    <message>
        <source>{one} and {other} get different letters: with those alike, no difference is left.</source>
        <translation>{one} и {other} получают разные письма: на одинаковых разницы не остаётся.</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} и другие</translation>
    </message>
    <message>
        <source>Not compared, with fewer than {n} answers: {names}.</source>
        <translation>Не сравниваем, ответов меньше {n}: {names}.</translation>
    </message>
    <message numerus="yes">
        <source>%n letters a week, {share} of them off hours</source>
        <translation>
            <numerusform>%n письмо в неделю, {share} в нерабочее время</numerusform>
            <numerusform>%n письма в неделю, {share} в нерабочее время</numerusform>
            <numerusform>%n писем в неделю, {share} в нерабочее время</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody waits</source>
        <translation>Никто не ждёт</translation>
    </message>
    <message numerus="yes">
        <source>%n wait now, the longest for {time}</source>
        <translation>
            <numerusform>Ждёт %n, дольше всего {time}</numerusform>
            <numerusform>Ждут %n, дольше всего {time}</numerusform>
            <numerusform>Ждут %n, дольше всего {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Answered by {people}</source>
        <translation>Отвечали: {people}</translation>
    </message>
    <message>
        <source>Known until {time}</source>
        <translation>Известно на: {time}</translation>
    </message>
    <message>
        <source>No server is connected: rows can only be given as a file.</source>
        <translation>Сервер не подключён: строки можно передать только файлом.</translation>
    </message>
    <message>
        <source>The server cannot be reached. The rows are kept and told later, once.</source>
        <translation>Сервер недоступен. Строки сохранены и уйдут позже, один раз.</translation>
    </message>
    <message>
        <source>The server does not accept your key.</source>
        <translation>Сервер не принимает ваш ключ.</translation>
    </message>
    <message>
        <source>The server is of an older version and knows no teams.</source>
        <translation>Сервер старой версии: команд он не знает.</translation>
    </message>
    <message>
        <source>Nothing is told. Switched off again, what was told is erased at the server.</source>
        <translation>Ничего не передаётся. Если выключить снова, переданное стирается на сервере.</translation>
    </message>
    <message>
        <source>The rows are on their way.</source>
        <translation>Строки в пути.</translation>
    </message>
    <message numerus="yes">
        <source>%n rows are at the server, told {time}.</source>
        <translation>
            <numerusform>На сервере %n строка, передано: {time}.</numerusform>
            <numerusform>На сервере %n строки, передано: {time}.</numerusform>
            <numerusform>На сервере %n строк, передано: {time}.</numerusform>
        </translation>
    </message>
    <message>
        <source>{faster} answers faster than {slower}; this is more than chance.</source>
        <translation>{faster} отвечает быстрее, чем {slower}, и это не случайность.</translation>
    </message>
    <message numerus="yes">
        <source>%n wait longer than the target: begin with the oldest.</source>
        <translation>
            <numerusform>%n ждёт дольше цели: начните с самого давнего.</numerusform>
            <numerusform>%n ждут дольше цели: начните с самого давнего.</numerusform>
            <numerusform>%n ждут дольше цели: начните с самого давнего.</numerusform>
        </translation>
    </message>
    <message>
        <source>Letters lie unopened longer than the answer takes: look into the mailbox more often.</source>
        <translation>Письма лежат неоткрытыми дольше, чем занимает ответ: заглядывайте в почту чаще.</translation>
    </message>
    <message>
        <source>Letters are opened soon and answered much later: answer when opening, or set time aside.</source>
        <translation>Письма открываются быстро, а ответ уходит поздно: отвечайте сразу при открытии или выделите на это время.</translation>
    </message>
    <message>
        <source>{n} % of letters come off hours: compare by working hours, or share a duty.</source>
        <translation>{n} % писем приходят в нерабочее время: сравнивайте по рабочим часам или введите дежурство.</translation>
    </message>
    <message>
        <source>Gets {n} times the usual load of the team: share the letters before asking for speed.</source>
        <translation>Нагрузка в {n} раза выше обычной в команде: сначала поделите письма, потом ждите скорости.</translation>
    </message>
    <message>
        <source>Usual widths and order</source>
        <translation>Обычные ширина и порядок</translation>
    </message>
    <message>
        <source>Needs an answer</source>
        <translation>Нужен ответ</translation>
    </message>
    <message>
        <source>The letter needs an answer: it counts.</source>
        <translation>Письму нужен ответ: оно учитывается.</translation>
    </message>
    <message>
        <source>only thanks or confirms</source>
        <translation>только благодарят</translation>
    </message>
    <message>
        <source>{term}, their absence not counted</source>
        <translation>{term}, без времени отсутствия</translation>
    </message>
    <message>
        <source>Everybody at this company</source>
        <translation>Все из этой компании</translation>
    </message>
    <message>
        <source>Company {name}</source>
        <translation>Компания {name}</translation>
    </message>
    <message>
        <source>From {name}</source>
        <translation>От: {name}</translation>
    </message>
    <message>
        <source>The figures could not be loaded.</source>
        <translation>Не удалось загрузить цифры.</translation>
    </message>
    <message>
        <source>No company is chosen</source>
        <translation>Компания не выбрана</translation>
    </message>
    <message>
        <source>Here is everybody of one company with whom you write, and what happened with all of them. Choose a person in the list and press O, or the company&apos;s name on the card. Addresses at public mail services belong to no company.</source>
        <translation>Здесь все люди одной компании, с которыми вы переписываетесь, и всё, что с ними было. Выберите человека в списке и нажмите O или щёлкните название компании в карточке. Адреса на общедоступной почте не относятся ни к какой компании.</translation>
    </message>
    <message>
        <source>They answer, half within</source>
        <translation>Они отвечают, половина за</translation>
    </message>
    <message>
        <source>You answer, half within</source>
        <translation>Вы отвечаете, половина за</translation>
    </message>
    <message>
        <source>Who writes with you</source>
        <translation>Кто с вами переписывается</translation>
    </message>
    <message numerus="yes">
        <source>%n people write with you</source>
        <translation>
            <numerusform>С вами переписывается %n человек</numerusform>
            <numerusform>С вами переписываются %n человека</numerusform>
            <numerusform>С вами переписываются %n человек</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Пока ничего не было.</translation>
    </message>
    <message>
        <source>No letter yet whose fate is known</source>
        <translation>Пока нет писем с известным исходом</translation>
    </message>
    <message>
        <source>{done} of {total} answered within a week</source>
        <translation>{done} из {total} отвечено за неделю</translation>
    </message>
    <message>
        <source>your usual: {share}</source>
        <translation>ваше обычное: {share}</translation>
    </message>
    <message numerus="yes">
        <source>%n letters wait for your answer</source>
        <translation>
            <numerusform>%n письмо ждёт вашего ответа</numerusform>
            <numerusform>%n письма ждут вашего ответа</numerusform>
            <numerusform>%n писем ждут вашего ответа</numerusform>
        </translation>
    </message>
    <message>
        <source>waits {time}</source>
        <translation>ждёт {time}</translation>
    </message>
    <message>
        <source>An address at a public mail service belongs to no company.</source>
        <translation>Адрес на общедоступной почте не относится ни к какой компании.</translation>
    </message>
    <message>
        <source>Nothing to answer yet</source>
        <translation>Отвечать пока не на что</translation>
    </message>
    <message>
        <source>Search   Ctrl+K</source>
        <translation>Поиск   Ctrl+K</translation>
    </message>
    <message>
        <source>Their weight in the warmth</source>
        <translation>Вклад в теплоту</translation>
    </message>
    <message>
        <source>{theirs} from them, {ours} from you</source>
        <translation>{theirs} от них, {ours} от вас</translation>
    </message>
    <message>
        <source>The code has expired. Get a new one.</source>
        <translation>Код больше не действует. Получите новый.</translation>
    </message>
    <message>
        <source>The sign-in was cancelled.</source>
        <translation>Вход отменён.</translation>
    </message>
    <message>
        <source>This mailbox is in Microsoft 365 now. Choose it, and sign in there.</source>
        <translation>Этот ящик теперь в Microsoft 365. Выберите его и войдите там.</translation>
    </message>
    <message>
        <source>Nobody waits for an answer there: there is nothing to hand over.</source>
        <translation>Там никто не ждёт ответа: передавать нечего.</translation>
    </message>
    <message>
        <source>handed over to a colleague</source>
        <translation>передано коллеге</translation>
    </message>
    <message numerus="yes">
        <source>And %n new signals</source>
        <translation>
            <numerusform>И ещё %n новый сигнал</numerusform>
            <numerusform>И ещё %n новых сигнала</numerusform>
            <numerusform>И ещё %n новых сигналов</numerusform>
        </translation>
    </message>
    <message>
        <source>{text}. {more}</source>
        <translation>{text}. {more}</translation>
    </message>
    <message numerus="yes">
        <source>%n clients waited longer than your target while Otklik was off</source>
        <translation>
            <numerusform>%n клиент ждал дольше вашей цели, пока Отклик был выключен</numerusform>
            <numerusform>%n клиента ждали дольше вашей цели, пока Отклик был выключен</numerusform>
            <numerusform>%n клиентов ждали дольше вашей цели, пока Отклик был выключен</numerusform>
        </translation>
    </message>
    <message>
        <source>See who waits now</source>
        <translation>Посмотреть, кто ждёт сейчас</translation>
    </message>
    <message>
        <source>The band is the 95 % interval (Greenwood, log-log). The dashed line is the target.</source>
        <translation>Полоса: 95-процентный интервал (Гринвуд, log-log). Пунктир: цель.</translation>
    </message>
    <message>
        <source>{time} of work</source>
        <translation>{time} рабочего времени</translation>
    </message>
    <message>
        <source>{time} by the calendar</source>
        <translation>{time} по календарю</translation>
    </message>
    <message>
        <source>Opened within the target</source>
        <translation>Открыто в пределах цели</translation>
    </message>
    <message>
        <source>Answered within the target</source>
        <translation>Ответ в пределах цели</translation>
    </message>
    <message>
        <source>Target: {time}.</source>
        <translation>Цель: {time}.</translation>
    </message>
    <message>
        <source>{name}: {time}</source>
        <translation>{name}: {time}</translation>
    </message>
    <message>
        <source>{usual} But {special}.</source>
        <translation>{usual} Отдельно — {special}.</translation>
    </message>
    <message>
        <source>Hand over to</source>
        <translation>Кому передать</translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation>Кому-то ещё…</translation>
    </message>
    <message>
        <source>Handed over to {name}: your clock stops.</source>
        <translation>Передано: {name}. Ваши часы остановлены.</translation>
    </message>
    <message>
        <source>The wait is yours again, from its arrival.</source>
        <translation>Ожидание снова ваше, с прихода письма.</translation>
    </message>
    <message>
        <source>Name or address of the colleague who answers from now on:</source>
        <translation>Имя или адрес коллеги, который отвечает дальше:</translation>
    </message>
    <message>
        <source>Hand over to a colleague</source>
        <translation>Передать коллеге</translation>
    </message>
    <message>
        <source>Handed over to {name} {when}, your clock stopped then. The client has waited {time} for an answer.</source>
        <translation>Передано {when}: {name}. Ваши часы тогда остановились. Клиент ждёт ответа уже {time}.</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>Передать</translation>
    </message>
    <message>
        <source>It is mine after all</source>
        <translation>Всё же это моё</translation>
    </message>
    <message>
        <source>It is mine</source>
        <translation>Это моё</translation>
    </message>
    <message>
        <source>Answered by {name}</source>
        <translation>Ответы: {name}</translation>
    </message>
    <message>
        <source>Who answered</source>
        <translation>Кто отвечал</translation>
    </message>
    <message>
        <source>Whoever answered</source>
        <translation>Все отвечавшие</translation>
    </message>
    <message>
        <source>{name}: {number}</source>
        <translation>{name}: {number}</translation>
    </message>
    <message>
        <source>Hand over to a colleague (A)</source>
        <translation>Передать коллеге (A)</translation>
    </message>
    <message>
        <source>Erase these figures</source>
        <translation>Стереть эти показатели</translation>
    </message>
    <message>
        <source>Erase the figures of {name}?</source>
        <translation>Стереть показатели: {name}?</translation>
    </message>
    <message>
        <source>They stay as long as you keep them, for 12 months after each letter. Erased, they are gone from this computer and leave every comparison. This cannot be undone.</source>
        <translation>Пока вы их храните, они остаются, по 12 месяцев после каждого письма. Стёртые исчезнут с этого компьютера и выйдут из всех сравнений. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>The figures of {name} are erased.</source>
        <translation>Показатели стёрты: {name}.</translation>
    </message>
    <message>
        <source>the mailbox, person unknown</source>
        <translation>общий ящик, кто именно — неизвестно</translation>
    </message>
    <message>
        <source>Handed over: forwarded or given to a colleague. Your clock stops there; it is neither an answer of yours nor a letter you ignored. The colleague&apos;s clock begins there. The client goes on waiting from the arrival until anybody answers. Whoever hands over and then answers himself has only asked: the wait is his from its arrival.</source>
        <translation>Передано: переслано или отдано коллеге. В этот миг ваши часы останавливаются: это не ваш ответ и не оставленное без ответа письмо. Часы коллеги тогда же начинают идти. Клиент ждёт от прихода письма до ответа кого угодно из нас. Кто передал, а потом ответил сам, тот только спросил: ожидание его с самого прихода.</translation>
    </message>
    <message numerus="yes">
        <source>%n handed over</source>
        <translation>
            <numerusform>передано коллегам: %n</numerusform>
            <numerusform>передано коллегам: %n</numerusform>
            <numerusform>передано коллегам: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken over</source>
        <translation>
            <numerusform>принято от коллег: %n</numerusform>
            <numerusform>принято от коллег: %n</numerusform>
            <numerusform>принято от коллег: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>since {moment}: {time}</source>
        <translation>с {moment}: {time}</translation>
    </message>
    <message>
        <source>The system names a proxy that Otklik cannot use ({text}): only HTTP proxies will do.</source>
        <translation>В системе указан прокси, который Отклик использовать не может ({text}): годятся только HTTP-прокси.</translation>
    </message>
    <message>
        <source>The proxy {host} does not let Otklik through to the mail server. Ask your IT.</source>
        <translation>Прокси {host} не пускает Отклик к почтовому серверу. Спросите ИТ-отдел.</translation>
    </message>
    <message>
        <source>The proxy {host} wants a sign-in that this computer does not give it. Ask your IT; a user and password may stand in the address of the proxy.</source>
        <translation>Прокси {host} требует входа, которого этот компьютер не даёт. Спросите ИТ-отдел; имя и пароль можно указать в адресе прокси.</translation>
    </message>
    <message>
        <source>Choose Microsoft 365</source>
        <translation>Выбрать Microsoft 365</translation>
    </message>
    <message>
        <source>Copy a letter to IT</source>
        <translation>Скопировать письмо для ИТ</translation>
    </message>
    <message>
        <source>Hello,

I would like to read and send my mail with Otklik, and Microsoft 365 wants an administrator&apos;s consent for it. Please open this link, sign in as an administrator and agree:

{url}

Otklik asks for delegated permissions only, for the mailbox of whoever signs in: Mail.ReadWrite, Mail.Send, User.Read, offline_access. It runs on my computer, and letters stay there. Application (client) ID: {client_id}.

Thank you</source>
        <translation>Здравствуйте!

Я хочу читать и отправлять почту в Отклике, и Microsoft 365 просит на это согласие администратора. Пожалуйста, откройте ссылку, войдите как администратор и согласитесь:

{url}

Отклик просит только делегированные разрешения, для ящика того, кто входит: Mail.ReadWrite, Mail.Send, User.Read, offline_access. Он работает на моём компьютере, письма остаются на нём. Идентификатор приложения (клиента): {client_id}.

Спасибо!</translation>
    </message>
    <message>
        <source>Sign-in with Microsoft and Google</source>
        <translation>Вход через Microsoft и Google</translation>
    </message>
    <message>
        <source>Microsoft: application (client) ID</source>
        <translation>Microsoft: идентификатор приложения</translation>
    </message>
    <message>
        <source>Microsoft: directory (tenant)</source>
        <translation>Microsoft: каталог (tenant)</translation>
    </message>
    <message>
        <source>Google: client ID</source>
        <translation>Google: идентификатор клиента</translation>
    </message>
    <message>
        <source>Google: client secret</source>
        <translation>Google: секрет клиента</translation>
    </message>
    <message>
        <source>Your IT registers Otklik once and tells you these. They count from the next sign-in; mailboxes that are signed in stay so.</source>
        <translation>ИТ-отдел один раз регистрирует Отклик и сообщает вам эти данные. Они действуют со следующего входа; ящики, в которые вы вошли, продолжат работать.</translation>
    </message>
    <message>
        <source>What IT has to register</source>
        <translation>Что регистрирует ИТ-отдел</translation>
    </message>
    <message>
        <source>Kept. It counts from the next sign-in.</source>
        <translation>Сохранено. Действует со следующего входа.</translation>
    </message>
    <message>
        <source>Managed by {who}</source>
        <translation>Управляет: {who}</translation>
    </message>
    <message>
        <source>An application ID is five groups of digits and letters a to f, with hyphens.</source>
        <translation>Идентификатор приложения — пять групп из цифр и букв от a до f, через дефис.</translation>
    </message>
    <message>
        <source>A directory is named by its ID, or by a domain such as company.ru.</source>
        <translation>Каталог задают идентификатором или доменом, например company.ru.</translation>
    </message>
    <message>
        <source>A client ID of Google ends in .apps.googleusercontent.com.</source>
        <translation>Идентификатор клиента Google оканчивается на .apps.googleusercontent.com.</translation>
    </message>
    <message>
        <source>Sign in on another device</source>
        <translation>Войти на другом устройстве</translation>
    </message>
    <message>
        <source>Asking Microsoft for a code…</source>
        <translation>Запрашиваем код у Microsoft…</translation>
    </message>
    <message>
        <source>Sign in in the browser that has opened. Otklik goes on by itself.</source>
        <translation>Войдите в открывшемся браузере. Отклик продолжит сам.</translation>
    </message>
    <message>
        <source>Open this page on any device, and type the code there:</source>
        <translation>Откройте эту страницу на любом устройстве и введите там код:</translation>
    </message>
    <message>
        <source>The code</source>
        <translation>Код</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Скопировать код</translation>
    </message>
    <message>
        <source>The page as a QR code</source>
        <translation>Страница в виде QR-кода</translation>
    </message>
    <message>
        <source>Your mailbox in Microsoft 365</source>
        <translation>Ваш ящик в Microsoft 365</translation>
    </message>
    <message>
        <source>Type the password again</source>
        <translation>Ввести пароль снова</translation>
    </message>
    <message>
        <source>Hours and targets</source>
        <translation>Часы и цели</translation>
    </message>
    <message>
        <source>The figures of the last week when a new one begins</source>
        <translation>Итоги прошлой недели в начале новой</translation>
    </message>
    <message>
        <source>Monday&apos;s hours on every working day</source>
        <translation>Часы понедельника — на все рабочие дни</translation>
    </message>
    <message>
        <source>For example 9-13, 14-18, 20-21: the gaps are breaks, an empty line is a day off. Enter takes it, Esc takes it back.</source>
        <translation>Например, 9-13, 14-18, 20-21: промежутки — перерывы, пустая строка — выходной. Enter принимает, Esc возвращает.</translation>
    </message>
    <message>
        <source>{day}: working hours</source>
        <translation>{day}: рабочие часы</translation>
    </message>
    <message>
        <source>{start}–{end} is no time of a day; the last one is 24:00.</source>
        <translation>{start}–{end}: такого времени нет, сутки кончаются в 24:00.</translation>
    </message>
    <message>
        <source>{start}–{end} ends before it begins; a night is written on both days.</source>
        <translation>{start}–{end} кончается раньше, чем начинается; ночь записывают в оба дня.</translation>
    </message>
    <message>
        <source>{start} lies before the end of the stretch before, {end}.</source>
        <translation>{start} раньше конца предыдущего отрезка, {end}.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Цели</translation>
    </message>
    <message>
        <source>A target of its own…</source>
        <translation>Своя цель…</translation>
    </message>
    <message>
        <source>Remove the target of {name}</source>
        <translation>Убрать цель: {name}</translation>
    </message>
    <message>
        <source>Target of {name}</source>
        <translation>Цель: {name}</translation>
    </message>
    <message>
        <source>Clock of {name}</source>
        <translation>Как считается: {name}</translation>
    </message>
    <message>
        <source>{name} has the target of everybody again.</source>
        <translation>{name}: снова общая цель.</translation>
    </message>
    <message>
        <source>Channel {name}</source>
        <translation>Канал {name}</translation>
    </message>
    <message>
        <source>of work</source>
        <translation>рабочее время</translation>
    </message>
    <message>
        <source>by the calendar</source>
        <translation>по календарю</translation>
    </message>
    <message>
        <source>Clock of the target</source>
        <translation>Как считается цель</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Прошлая неделя</translation>
    </message>
    <message>
        <source>Back to reply speed</source>
        <translation>К скорости ответа</translation>
    </message>
    <message>
        <source>Nothing came last week, and nobody waits</source>
        <translation>За прошлую неделю писем не было, и никто не ждёт</translation>
    </message>
    <message>
        <source>With the first letters of clients this page shows how fast they were answered.</source>
        <translation>С первыми письмами клиентов здесь появится, как быстро вы на них отвечаете.</translation>
    </message>
    <message>
        <source>To reply speed</source>
        <translation>К скорости ответа</translation>
    </message>
    <message>
        <source>Last week&apos;s letters</source>
        <translation>Письма прошлой недели</translation>
    </message>
    <message>
        <source>{waited}, target {target}</source>
        <translation>{waited}, цель {target}</translation>
    </message>
    <message>
        <source>more than half unanswered</source>
        <translation>больше половины без ответа</translation>
    </message>
    <message>
        <source>half answered within {time}</source>
        <translation>половина ответов за {time}</translation>
    </message>
    <message>
        <source>Last week: {said}</source>
        <translation>Прошлая неделя: {said}</translation>
    </message>
    <message numerus="yes">
        <source>%n wait longer than the target</source>
        <translation>
            <numerusform>%n ждёт дольше цели</numerusform>
            <numerusform>%n ждут дольше цели</numerusform>
            <numerusform>%n ждут дольше цели</numerusform>
        </translation>
    </message>
    <message>
        <source>by the calendar {time}</source>
        <translation>по календарю {time}</translation>
    </message>
    <message>
        <source>{share} within the target</source>
        <translation>{share} в пределах цели</translation>
    </message>
    <message>
        <source>“{text}” is no time; write from-to, as 9-13, 14-18.</source>
        <translation>«{text}» — не время; пишите от-до, например 9-13, 14-18.</translation>
    </message>
    <message>
        <source>{user} may not open the mailbox {address}. Your IT gives full access to it.</source>
        <translation>{user} не может открыть ящик {address}. Полный доступ к нему даёт ИТ-отдел.</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>Анимация</translation>
    </message>
    <message>
        <source>For a shared mailbox: your own address</source>
        <translation>Для общего ящика: ваш адрес</translation>
    </message>
    <message numerus="yes">
        <source>Today you have dealt with %n people.</source>
        <translation>
            <numerusform>Сегодня вы занялись %n человеком.</numerusform>
            <numerusform>Сегодня вы занялись %n людьми.</numerusform>
            <numerusform>Сегодня вы занялись %n людьми.</numerusform>
        </translation>
    </message>
    <message>
        <source>Handed over to {name}, {moment}</source>
        <translation>Передано: {name}, {moment}</translation>
    </message>
    <message>
        <source>{names} and {last} answer faster than {slower}; this is more than chance.</source>
        <translation>{names} и {last} отвечают быстрее, чем {slower}, и это не случайность.</translation>
    </message>
    <message>
        <source>How this is counted</source>
        <translation>Как это считается</translation>
    </message>
    <message>
        <source>Letters that came from Monday to Sunday on your clock, beside those of the week before.</source>
        <translation>Письма, пришедшие с понедельника по воскресенье по вашим часам, в сравнении с предыдущей неделей.</translation>
    </message>
    <message>
        <source>Who waits now is listed whenever the letter came: first who is farthest beyond the target.</source>
        <translation>Кто ждёт сейчас, показан независимо от того, когда пришло письмо: сначала те, кто дольше всех ждёт сверх цели.</translation>
    </message>
    <message numerus="yes">
        <source>%n within the target</source>
        <translation>
            <numerusform>%n в пределах цели</numerusform>
            <numerusform>%n в пределах цели</numerusform>
            <numerusform>%n в пределах цели</numerusform>
        </translation>
    </message>
    <message>
        <source>For 30 minutes</source>
        <translation>30 минут</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Час</translation>
    </message>
    <message>
        <source>For two hours</source>
        <translation>Два часа</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>Не беспокоить</translation>
    </message>
    <message>
        <source>Quiet until {when}</source>
        <translation>Тишина до {when}</translation>
    </message>
    <message>
        <source>A full-screen program or a presentation is noticed by itself.</source>
        <translation>Программу во весь экран и презентацию Отклик замечает сам.</translation>
    </message>
    <message>
        <source>On GNOME and KDE Plasma a call, a video or a shared screen is noticed by itself; elsewhere use the button above.</source>
        <translation>В GNOME и KDE Plasma Отклик сам замечает звонок, видео и показ экрана; в других случаях помогает кнопка выше.</translation>
    </message>
    <message>
        <source>This system does not tell of presentations: use the button above, or the tray&apos;s menu.</source>
        <translation>Эта система не сообщает о презентациях: помогают кнопка выше и меню значка.</translation>
    </message>
    <message>
        <source>Needs no answer (N)</source>
        <translation>Ответ не нужен (N)</translation>
    </message>
    <message>
        <source>Export the list as CSV</source>
        <translation>Выгрузить список в CSV</translation>
    </message>
    <message>
        <source>Send the letter later</source>
        <translation>Отправить письмо позже</translation>
    </message>
    <message>
        <source>Everybody there, and what happened with them</source>
        <translation>Все люди оттуда и что с ними было</translation>
    </message>
    <message>
        <source>Let them rest until they write</source>
        <translation>Отложить, пока не напишут</translation>
    </message>
    <message>
        <source>Leave them in the list</source>
        <translation>Оставить в списке</translation>
    </message>
    <message numerus="yes">
        <source>%n people have waited for more than a month.</source>
        <translation>
            <numerusform>%n человек ждёт дольше месяца.</numerusform>
            <numerusform>%n человека ждут дольше месяца.</numerusform>
            <numerusform>%n человек ждут дольше месяца.</numerusform>
        </translation>
    </message>
    <message>
        <source>This letter is no longer here.</source>
        <translation>Этого письма здесь больше нет.</translation>
    </message>
    <message>
        <source>{url} is not the address of a server, such as mail.company.ru.</source>
        <translation>{url} — не адрес сервера, такой как mail.company.ru.</translation>
    </message>
    <message>
        <source>Only working time counts: your hours without breaks, holidays and leave. The rest adds nothing: an answer in the evening takes as long as one at the end of the working day.</source>
        <translation>Считается только рабочее время: ваши часы без перерывов, праздников и отпуска. Остальное не прибавляется: вечерний ответ занимает столько же, сколько ответ в конце рабочего дня.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показать ещё %n</numerusform>
            <numerusform>Показать ещё %n</numerusform>
            <numerusform>Показать ещё %n</numerusform>
        </translation>
    </message>
    <message>
        <source>The mail server does not take it yet. Otklik tries again by itself.</source>
        <translation>Почтовый сервер пока не принимает письмо. Отклик попробует ещё раз сам.</translation>
    </message>
    <message>
        <source>Not sent: {subject}</source>
        <translation>Не отправлено: {subject}</translation>
    </message>
    <message>
        <source>Not sent to all: {subject}</source>
        <translation>Отправлено не всем: {subject}</translation>
    </message>
    <message>
        <source>May not have been sent: {subject}</source>
        <translation>Возможно, не отправлено: {subject}</translation>
    </message>
    <message numerus="yes">
        <source>{signal}, %n times</source>
        <translation>
            <numerusform>{signal}, %n раз</numerusform>
            <numerusform>{signal}, %n раза</numerusform>
            <numerusform>{signal}, %n раз</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <comment>of a thing</comment>
        <translation>Название</translation>
    </message>
    <message>
        <source>Longest: {time}</source>
        <translation>Дольше всех: {time}</translation>
    </message>
    <message>
        <source>opened {ago}</source>
        <translation>открыто {ago}</translation>
    </message>
    <message>
        <source>in a mail program</source>
        <translation>в почтовой программе</translation>
    </message>
    <message>
        <source>in a browser</source>
        <translation>в браузере</translation>
    </message>
    <message>
        <source>through the mail provider, place and device unknown</source>
        <translation>через почтовый сервис, место и устройство неизвестны</translation>
    </message>
    <message>
        <source>Snooze until then</source>
        <translation>Отложить до этого времени</translation>
    </message>
    <message>
        <source>Until {when}</source>
        <translation>До {when}</translation>
    </message>
    <message numerus="yes">
        <source>%n letters wait for an answer</source>
        <translation>
            <numerusform>Ждут ответа: %n письмо</numerusform>
            <numerusform>Ждут ответа: %n письма</numerusform>
            <numerusform>Ждут ответа: %n писем</numerusform>
        </translation>
    </message>
    <message>
        <source>Try with demo data</source>
        <translation>Попробовать на демо-данных</translation>
    </message>
    <message>
        <source>An invented company with letters, opens and clicks. Nothing is sent.</source>
        <translation>Вымышленная компания с письмами, открытиями и кликами. Ничего не отправляется.</translation>
    </message>
    <message>
        <source>Only looking?</source>
        <translation>Хотите просто посмотреть?</translation>
    </message>
    <message>
        <source>The demo opens in a window of its own.</source>
        <translation>Демо откроется в отдельном окне.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>Не удалось запустить демо.</translation>
    </message>
    <message>
        <source>Track less</source>
        <translation>Отслеживать меньше</translation>
    </message>
    <message>
        <source>Letters you send appear here with what came of them: opened, clicked, answered, returned.</source>
        <translation>Здесь будут ваши письма и то, что с ними стало: открыто, клик, ответ, возврат.</translation>
    </message>
    <message>
        <source>Letters you send appear here with what came of them.</source>
        <translation>Здесь стоят отправленные письма и то, что с ними стало.</translation>
    </message>
    <message>
        <source>Here you see how fast you answer your clients, with every letter behind the figures.</source>
        <translation>Здесь видно, как быстро вы отвечаете клиентам, и каждое письмо за этими цифрами.</translation>
    </message>
    <message>
        <source>Does not want tracking</source>
        <translation>Не хочет отслеживания</translation>
    </message>
    <message>
        <source>None. The defaults apply to everybody.</source>
        <translation>Исключений нет: для всех действует общее правило.</translation>
    </message>
    <message>
        <source>What is shared</source>
        <translation>Что передаётся</translation>
    </message>
    <message>
        <source>No colleague shares figures with you yet</source>
        <translation>Вам пока никто не передаёт данные</translation>
    </message>
    <message>
        <source>What is shared, and files</source>
        <translation>Что передаётся, и файлы</translation>
    </message>
    <message>
        <source>What is shared from this computer</source>
        <translation>Что передаётся с этого компьютера</translation>
    </message>
    <message>
        <source>Window and notifications</source>
        <translation>Окно и уведомления</translation>
    </message>
    <message>
        <source>Give another address in each place where clients find you, as ads@ or fair@ of your domain, and name them here. Every new client counts for the channel they wrote to.</source>
        <translation>В каждом месте, где вас находят клиенты, указывайте свой адрес, например ads@ или fair@ вашего домена, и перечислите их здесь. Новый клиент относится к тому каналу, на адрес которого написал.</translation>
    </message>
    <message>
        <source>Back to the person</source>
        <translation>К человеку</translation>
    </message>
    <message>
        <source>When somebody does not want it, their opens and clicks are erased here and at the tracking server. Old letters still show and link, and nothing of it is kept.</source>
        <translation>Если человек не хочет отслеживания, его открытия и клики стираются здесь и на сервере отслеживания. Старые письма открываются и ведут по ссылкам как раньше, но ничего об этом не хранится.</translation>
    </message>
    <message>
        <source>How soon a client is to have an answer. A channel&apos;s target comes before the mailbox&apos;s, and that before everybody&apos;s. Figures, warnings and next steps follow it, for the past as well.</source>
        <translation>За сколько клиент должен получить ответ. Цель канала важнее цели ящика, а та важнее общей. По ней считаются показатели, предупреждения и следующие шаги, в том числе за прошлое.</translation>
    </message>
    <message>
        <source>Write one once, with fields such as {first_name}, and insert it into letters. Here you see how many of those letters were opened, clicked and answered.</source>
        <translation>Напишите один раз, с полями вроде {first_name}, и вставляйте в письма. Здесь видно, сколько таких писем открыли, в скольких нажали на ссылку и на сколько ответили.</translation>
    </message>
    <message>
        <source>Waits to be sent</source>
        <translation>Ждёт отправки</translation>
    </message>
    <message>
        <source>Letters are still being read. Whoever waits comes here by himself.</source>
        <translation>Письма ещё читаются. Кто ждёт ответа, появится здесь сам.</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>how many letters</comment>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>Connect a mailbox first: there is no address to send from.</source>
        <translation>Сначала подключите почту: отправлять не с чего.</translation>
    </message>
    <message>
        <source>This mailbox only receives: it has no outgoing server.</source>
        <translation>Этот ящик только принимает: у него нет исходящего сервера.</translation>
    </message>
    <message>
        <source>Empty: as for all mailboxes.</source>
        <translation>Пусто: как для всех ящиков.</translation>
    </message>
    <message>
        <source>{address} is not an e-mail address.</source>
        <translation>{address}: это не адрес почты.</translation>
    </message>
    <message>
        <source>set for your mailbox {subject}</source>
        <translation>задано для ящика {subject}</translation>
    </message>
</context>
</TS>
