"""Cities and topics may have a picture; an older release does not know them, and merges none that has one."""

import django.db.models.deletion
import django.utils.timezone
import practices.models.upload
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practices', '0024_edition_by_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='PagePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(db_index=True, max_length=64)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('name', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('readiness', models.CharField(choices=practices.models.upload.readinesses, default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('said', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='practices.city')),
                ('merge', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='practices.merge')),
                ('topic', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='picture', to='practices.topic')),
            ],
            options={
                'verbose_name': 'picture of a city or topic',
                'verbose_name_plural': 'pictures of cities and topics',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('readiness', 'waiting')), fields=['id'], name='pagepicture_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('merge__isnull', True), ('topic__isnull', True)), models.Q(('city__isnull', True), ('merge__isnull', True)), models.Q(('city__isnull', True), ('topic__isnull', True)), _connector='OR'), name='pagepicture_one_owner')],
            },
        ),
    ]
