"""The one room that asks the tables: which year, what is handed in, asked, answered, decided and in force."""
