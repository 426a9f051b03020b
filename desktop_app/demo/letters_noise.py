"""What else lies in a mailbox: newsletters, notices, mail among colleagues, advertising, absence notes."""

from __future__ import annotations

from desktop_app.domain.model import Address

NEWSLETTERS: tuple[tuple[Address, str, tuple[str, ...], str], ...] = (
    (
        Address("Вестник упаковки", "digest@vestnik-upakovki.example"),
        "digest",
        (
            "Вестник упаковки №{n}: плёнка дорожает, спрос растёт",
            "Вестник упаковки №{n}: итоги недели",
            "Вестник упаковки №{n}: маркировка с нового года",
            "Вестник упаковки №{n}: роботы на паллетировании",
        ),
        "В выпуске: цены на полимеры, календарь выставок, интервью с технологом и обзор новых линий.",
    ),
    (
        Address("Packaging Weekly", "hello@packweekly.example"),
        "weekly",
        (
            "Packaging Weekly #{n}: recyclable films put to the test",
            "Packaging Weekly #{n}: what buyers ask for",
            "Packaging Weekly #{n}: energy use of shrink tunnels",
        ),
        "This week: recyclable films, five buyers about lead times, and a look at energy use.",
    ),
    (
        Address("Школа продаж", "news@shkola-prodazh.example"),
        "news",
        ("Как отвечать на «дорого»", "Вебинар в четверг: второе письмо клиенту", "Чек-лист: звонок после КП"),
        "Три приёма, которые можно применить сегодня, и запись прошлого вебинара.",
    ),
)

# Sender, subject, text: tickets and notices that answer themselves.
NOTICES: tuple[tuple[Address, str, str], ...] = (
    (
        Address("Служба поддержки ТрансЛайн", "support@transline.example"),
        "[#{n}] Ваше обращение зарегистрировано",
        "Обращение {n} принято. Срок ответа — один рабочий день.",
    ),
    (
        Address("ТрансЛайн", "track@transline.example"),
        "Груз {n} прибыл на терминал",
        "Груз {n} прибыл на терминал и готов к выдаче. Хранение бесплатно 3 дня.",
    ),
    (
        Address("ЭДО Квадрат", "robot@edo-kvadrat.example"),
        "Документ {n} подписан контрагентом",
        "УПД {n} подписан второй стороной. Документ доступен в личном кабинете.",
    ),
    (
        Address("Helpdesk Filmtech", "helpdesk@filmtech.example"),
        "Ticket {n} received",
        "We have received your request {n}. An agent will answer within 8 working hours.",
    ),
    (
        Address("Площадка ТендерПро", "noreply@tenderpro.example"),
        "Новая процедура №{n}: упаковочное оборудование",
        "По вашей подписке опубликована процедура №{n}.",
    ),
)

# (who opens: index of the colleague, subject, first letter, answer)
INTERNAL: tuple[tuple[int, str, str, str], ...] = (
    (
        0,
        "Выезд на {company}",
        "Марина, инженер едет на {company} завтра утром. Предупреди, пожалуйста, что нужен пропуск.",
        "Алексей, предупредила, пропуск будет на проходной. Спасибо!",
    ),
    (
        0,
        "Отзыв по пусконаладке",
        "Марина, запустили у {company}, акт подписан. Можно звонить за отзывом.",
        "Отлично, позвоню на неделе.",
    ),
    (
        1,
        "Оплата от {company}",
        "Марина, пришла предоплата от {company}. Договор у меня не подписан, где оригинал?",
        "Света, подписан через ЭДО вчера, посмотри в «Квадрате».",
    ),
    (1, "Закрытие месяца", "Напоминаю: акты за месяц нужны до пятницы.", "Свои сдам в четверг."),
    (
        2,
        "План на неделю",
        "Коллеги, жду до 11:00 три главные сделки недели и что мешает.",
        "Павел, главные: {company} (договор), две заявки с рекламы. Мешает срок по дозаторам.",
    ),
    (
        2,
        "Скидка для {company}",
        "Пять процентов можно, но только при предоплате половины.",
        "Поняла, так и предложу.",
    ),
    (
        3,
        "Отгрузка для {company}",
        "Марина, машина упакована, паллета 2 на 1,6. Когда забирают?",
        "Денис, завтра после обеда, водителя пришлю.",
    ),
    (
        3,
        "Остатки запчастей",
        "Заканчиваются ремни и тефлон. Заказываю на месяц?",
        "Да, и датчики, пожалуйста, пять штук.",
    ),
)

CARRIER = Address("Диспетчер ТрансЛайн", "dispatch@transline.example")
CC_ONLY: tuple[tuple[str, str], ...] = (
    ("Окно разгрузки", "Коллеги, подтвердите окно разгрузки в четверг с 9 до 12. Марина в копии."),
    ("Пропуск на водителя", "Пришлите, пожалуйста, паспорт водителя и номер машины. Марину ставлю в копию."),
    ("Акт приёмки груза", "Направляю подписанный акт. Упаковка цела, замечаний нет. Копия — Марине."),
)
CC_ONLY_EN = ("Unloading slot", "Please confirm the unloading slot on Thursday, 9 to 12. Marina in copy.")

AWAY_RU = (
    "Здравствуйте! Я в отпуске до {date}. По срочным вопросам пишите на общий адрес.",
    "Спасибо за письмо. В командировке до {date}, отвечу по возвращении.",
)
AWAY_EN = ("Thank you for your message. I am out of the office until {date} and will answer when I am back.",)

SPAM: tuple[tuple[Address, str, str], ...] = (
    (
        Address("База компаний", "sale@baza-firm.example"),
        "База 2,4 млн директоров за 4 900 ₽",
        "Только сегодня: свежая база с телефонами.",
    ),
    (
        Address("SEO Experts", "rank@seo-first.example"),
        "Your site is not on page one",
        "We noticed errors on your website. Reply for a free audit.",
    ),
    (
        Address("Кредит бизнесу", "loan@bystro-zaim.example"),
        "Одобрено 5 000 000 ₽ без залога",
        "Ваша заявка одобрена, перезвоните.",
    ),
)

INVITES_RU = ("Созвон по {model}", "Тест {goods} на стенде", "Приёмка {model}")
INVITES_EN = ("Call about the {model}", "Trial with {goods}", "Acceptance of the {model}")
HANDED_OVER = "Алексей, это к вам: ответьте, пожалуйста, клиенту напрямую. Спасибо!"
