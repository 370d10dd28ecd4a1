from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practices", "0011_sort_by_code_point")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="key",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("by", "key"), name="batch_key_once"),
        ),
    ]
