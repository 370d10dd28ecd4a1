"""The tables of all models but the search entry, as Django makes them of `practices.models`."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
import practices.audit
import practices.choices
import practices.models.old_slug
import practices.models.preview_link
import practices.models.search
import practices.workflow
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(error_messages={'unique': 'This address has an account.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('country', django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='country')),
                ('city_typed', models.CharField(blank=True, max_length=200, verbose_name='city, as typed')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_staff', models.BooleanField(default=False, verbose_name='editor')),
                ('is_superuser', models.BooleanField(default=False, verbose_name='admin')),
                ('second_step', models.BooleanField(default=False, editable=False, verbose_name='signs in in two steps')),
                ('reset_number', models.PositiveIntegerField(default=0, editable=False)),
                ('limit_lifted', models.BooleanField(default=False, editable=False)),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('email',),
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.TextField(blank=True, default='')),
                ('country', django_countries.fields.CountryField(blank=True, default='', max_length=2)),
                ('city_typed', models.TextField(blank=True, default='')),
                ('partner_cities_typed', models.TextField(blank=True, default='')),
                ('period', models.TextField(blank=True, default='')),
                ('language', models.CharField(blank=True, choices=practices.choices.languages, default='en', max_length=10)),
                ('summary', models.TextField(blank=True, default='')),
                ('outcome', models.CharField(blank=True, choices=practices.choices.outcomes, default='', max_length=20)),
                ('purpose', models.TextField(blank=True, default='')),
                ('stimulus', models.TextField(blank=True, default='')),
                ('process', models.TextField(blank=True, default='')),
                ('impact', models.TextField(blank=True, default='')),
                ('documents', models.JSONField(blank=True, default=list)),
                ('body', models.TextField(blank=True, default='')),
                ('lessons', models.TextField(blank=True, default='')),
                ('transfer', models.TextField(blank=True, default='')),
                ('partners', models.TextField(blank=True, default='')),
                ('cost', models.CharField(blank=True, choices=practices.choices.costs, default='', max_length=20)),
                ('staffing', models.CharField(blank=True, choices=practices.choices.staffings, default='', max_length=20)),
                ('evidence', models.CharField(blank=True, choices=practices.choices.evidences, default='', max_length=20)),
                ('evidence_url', models.TextField(blank=True, default='')),
                ('contact_name', models.TextField(blank=True, default='')),
                ('contact_email', models.TextField(blank=True, default='')),
                ('contact_public', models.BooleanField(default=False)),
                ('translated_by', models.CharField(blank=True, choices=practices.choices.translators, default='', max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('licence', models.CharField(blank=True, choices=practices.choices.licences, default='', max_length=20)),
                ('first_published_at', models.DateTimeField()),
                ('published_at', models.DateTimeField()),
                ('rendered', models.JSONField(default=dict)),
                ('teaser', models.TextField(default='')),
                ('period_start', models.PositiveSmallIntegerField(null=True)),
                ('period_end', models.PositiveSmallIntegerField(null=True)),
                ('period_ongoing', models.BooleanField(default=False)),
                ('sort_title', models.TextField()),
                ('sort_place', models.TextField()),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='name in addresses')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ('position', 'slug'),
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'version of the catalogue',
                'verbose_name_plural': 'versions of the catalogue',
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.CharField(max_length=10)),
                ('address', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=10)),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('wish__in', ['confirm', 'reset', 'sign_up'])), name='ask_wish_known')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'at'], name='attempts_of_a_key'), models.Index(fields=['at'], name='attempts_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=practices.workflow.moves, max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('key', models.UUIDField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='other names')),
                ('country', django_countries.fields.CountryField(max_length=2, verbose_name='country')),
                ('latitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('population', models.PositiveIntegerField(default=0, verbose_name='inhabitants')),
                ('geoname_id', models.PositiveIntegerField(blank=True, null=True, unique=True, verbose_name='GeoNames number')),
                ('slug', models.SlugField(max_length=220, unique=True, verbose_name='name in addresses')),
                ('names', models.TextField(editable=False)),
                ('sort_name', models.CharField(editable=False, max_length=200)),
            ],
            options={
                'verbose_name': 'city',
                'verbose_name_plural': 'cities',
                'ordering': ('sort_name', 'pk'),
                'indexes': [models.Index(fields=['country', 'sort_name'], name='city_by_country')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('country', ''), _negated=True)), name='city_has_name_and_country'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='city_coordinates_on_earth')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='city',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='practices.city'),
        ),
        migrations.AddField(
            model_name='edition',
            name='city',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.city'),
        ),
        migrations.AddField(
            model_name='edition',
            name='original',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='practices.edition'),
        ),
        migrations.AddField(
            model_name='edition',
            name='partner_cities',
            field=models.ManyToManyField(blank=True, related_name='+', to='practices.city'),
        ),
        migrations.AddField(
            model_name='edition',
            name='published_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='OldSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=practices.models.old_slug.slug_kinds, max_length=20)),
                ('slug', models.SlugField(max_length=220)),
                ('target', models.PositiveBigIntegerField()),
            ],
            options={
                'verbose_name': 'old address',
                'verbose_name_plural': 'old addresses',
                'constraints': [models.UniqueConstraint(fields=('kind', 'slug'), name='old_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', django_countries.fields.CountryField(max_length=2)),
                ('is_lead', models.BooleanField()),
                ('is_unlisted', models.BooleanField(default=False)),
                ('city', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='practices.city')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='practices.edition')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ('-is_lead', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.TextField(blank=True, default='')),
                ('country', django_countries.fields.CountryField(blank=True, default='', max_length=2)),
                ('city_typed', models.TextField(blank=True, default='')),
                ('partner_cities_typed', models.TextField(blank=True, default='')),
                ('period', models.TextField(blank=True, default='')),
                ('language', models.CharField(blank=True, choices=practices.choices.languages, default='en', max_length=10)),
                ('summary', models.TextField(blank=True, default='')),
                ('outcome', models.CharField(blank=True, choices=practices.choices.outcomes, default='', max_length=20)),
                ('purpose', models.TextField(blank=True, default='')),
                ('stimulus', models.TextField(blank=True, default='')),
                ('process', models.TextField(blank=True, default='')),
                ('impact', models.TextField(blank=True, default='')),
                ('documents', models.JSONField(blank=True, default=list)),
                ('body', models.TextField(blank=True, default='')),
                ('lessons', models.TextField(blank=True, default='')),
                ('transfer', models.TextField(blank=True, default='')),
                ('partners', models.TextField(blank=True, default='')),
                ('cost', models.CharField(blank=True, choices=practices.choices.costs, default='', max_length=20)),
                ('staffing', models.CharField(blank=True, choices=practices.choices.staffings, default='', max_length=20)),
                ('evidence', models.CharField(blank=True, choices=practices.choices.evidences, default='', max_length=20)),
                ('evidence_url', models.TextField(blank=True, default='')),
                ('contact_name', models.TextField(blank=True, default='')),
                ('contact_email', models.TextField(blank=True, default='')),
                ('contact_public', models.BooleanField(default=False)),
                ('status', models.CharField(choices=practices.workflow.statuses, default='draft', max_length=20)),
                ('slug', models.SlugField(max_length=120, null=True, unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('translated_by', models.CharField(blank=True, choices=practices.choices.translators, default='', max_length=10)),
                ('source_url', models.URLField(blank=True, default='', max_length=500)),
                ('licence', models.CharField(blank=True, choices=practices.choices.licences, default='', max_length=20)),
                ('licence_agreed_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('status_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('kept_typed', models.JSONField(blank=True, default=list)),
                ('trashed_at', models.DateTimeField(null=True)),
                ('purged_at', models.DateTimeField(null=True)),
                ('edition_aside', models.JSONField(null=True)),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.city')),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contributor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to=settings.AUTH_USER_MODEL)),
                ('partner_cities', models.ManyToManyField(blank=True, related_name='+', to='practices.city')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('translation_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='practices.practice')),
                ('topics', models.ManyToManyField(blank=True, related_name='%(class)ss', to='practices.topic')),
            ],
            options={
                'verbose_name': 'practice',
                'verbose_name_plural': 'practices',
                'ordering': ('-saved_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('subject', models.TextField(verbose_name='subject')),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('delivery_attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='failed')),
                ('last_error', models.TextField(blank=True, default='', verbose_name='last error')),
                ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='practices.practice', verbose_name='practice')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practices.practice')),
            ],
            options={
                'verbose_name': 'form key',
                'verbose_name_plural': 'form keys',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(choices=practices.workflow.moves, max_length=20)),
                ('from_status', models.CharField(choices=practices.workflow.statuses, max_length=20)),
                ('to_status', models.CharField(choices=practices.workflow.statuses, max_length=20)),
                ('note', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='practices.practice')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='practice',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='edition', to='practices.practice'),
        ),
        migrations.AddField(
            model_name='edition',
            name='translation_of',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practice'),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, default='', max_length=40)),
                ('text', models.TextField()),
                ('internal', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('addressed_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='practices.practice')),
            ],
            options={
                'verbose_name': 'remark',
                'verbose_name_plural': 'remarks',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='CoAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('joined_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='coauthorships', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coauthors', to='practices.practice')),
            ],
            options={
                'verbose_name': 'co-author',
                'verbose_name_plural': 'co-authors',
                'ordering': ('asked_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='BatchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.TextField()),
                ('seen', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(null=True)),
                ('before', models.JSONField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='practices.batch')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practices.practice')),
            ],
            options={
                'verbose_name': 'entry of a batch',
                'verbose_name_plural': 'entries of batches',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(default=practices.models.preview_link.nonce, max_length=32, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='preview_link', to='practices.practice')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
            },
        ),
        migrations.CreateModel(
            name='Rename',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=practices.models.old_slug.slug_kinds, max_length=20)),
                ('target', models.PositiveBigIntegerField()),
                ('below', models.BigIntegerField(default=9223372036854775807)),
            ],
            options={
                'verbose_name': 'rename',
                'verbose_name_plural': 'renames',
                'constraints': [models.UniqueConstraint(fields=('kind', 'target'), name='rename_once')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(null=True)),
                ('answers', models.JSONField()),
                ('licence', models.CharField(blank=True, choices=practices.choices.licences, default='', max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='practices.practice')),
            ],
            options={
                'verbose_name': 'snapshot',
                'verbose_name_plural': 'snapshots',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='%(class)ss', to='practices.topic'),
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.CharField(max_length=40)),
                ('shown', models.CharField(max_length=60)),
                ('sort', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'word',
                'verbose_name_plural': 'words',
                'constraints': [models.UniqueConstraint(fields=('folded', 'sort'), name='word_once')],
            },
        ),
        migrations.CreateModel(
            name='Trigram',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gram', models.CharField(max_length=3)),
                ('length', models.PositiveSmallIntegerField()),
                ('word', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practices.word')),
            ],
            options={
                'verbose_name': 'three letters',
                'verbose_name_plural': 'three letters',
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=practices.audit.deed_kinds, max_length=30, verbose_name='what')),
                ('about_id', models.BigIntegerField(null=True)),
                ('about_name', models.CharField(blank=True, max_length=200)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record',
                'verbose_name_plural': 'records',
                'ordering': ('-at', '-pk'),
                'indexes': [models.Index(fields=['-at', '-id'], name='audit_event_newest'), models.Index(fields=['kind', '-at', '-id'], name='audit_event_by_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(fields=('by', 'key'), name='batch_key_once'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('is_superuser', False), ('is_staff', True), _connector='OR'), name='admins_are_editors'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['country', 'edition'], name='place_by_country'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['city', 'is_unlisted', 'edition'], name='place_by_city'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('country', ''), _negated=True), name='place_has_country'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(('is_unlisted', False), ('city__isnull', True), _connector='OR'), name='place_unlisted_has_no_city'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(fields=('edition', 'city'), name='place_city_once'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('edition',), name='place_one_lead'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('failed_at__isnull', True), ('sent_at__isnull', True)), fields=['next_attempt_at'], name='mail_due'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('failed_at__isnull', True), _connector='OR'), name='mail_sent_or_failed'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), models.Q(('html', ''), ('text', '')), _connector='OR'), name='mail_sent_keeps_no_text'),
        ),
        migrations.AddConstraint(
            model_name='formkey',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='form_key_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('move__in', ['submit', 'recall', 'return', 'approve', 'publish', 'reject', 'reopen', 'revise', 'discard', 'withdraw', 'restore', 'undo', 'trash', 'recover', 'purge', 'invite', 'join', 'part', 'hand_over'])), name='event_move_known'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('from_status__in', ['draft', 'submitted', 'returned', 'published', 'rejected', 'withdrawn']), ('to_status__in', ['draft', 'submitted', 'returned', 'published', 'rejected', 'withdrawn'])), name='event_statuses_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('internal', False), ('addressed_at__isnull', True), _connector='OR'), name='comment_internal_is_no_task'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='comment_resolved_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='coauthor',
            index=models.Index(fields=['email'], name='coauthor_asked'),
        ),
        migrations.AddConstraint(
            model_name='coauthor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('joined_at__isnull', True), ('person__isnull', True)), models.Q(('email', ''), ('joined_at__isnull', False), ('person__isnull', False)), _connector='OR'), name='coauthor_joined_without_address'),
        ),
        migrations.AddConstraint(
            model_name='coauthor',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('person__isnull', False)), fields=('practice', 'person'), name='coauthor_once'),
        ),
        migrations.AddConstraint(
            model_name='coauthor',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('person__isnull', True)), fields=('practice', 'email'), name='coauthor_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='batchentry',
            constraint=models.UniqueConstraint(fields=('batch', 'practice'), name='batch_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='batchentry',
            constraint=models.CheckConstraint(condition=models.Q(('version__isnull', True), models.Q(('at__isnull', False), ('before__isnull', False)), _connector='OR'), name='batch_entry_made_can_be_undone'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.UniqueConstraint(fields=('practice', 'edition'), name='snapshot_edition_once'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['trashed_at', 'status', 'status_since'], name='practice_queue'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['trashed_at', '-saved_at', '-id'], name='practice_last_saved'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['trashed_at', 'country', '-saved_at', '-id'], name='practice_by_country'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'published', 'rejected', 'withdrawn'])), name='practice_status_known'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('slug__isnull', False), _connector='OR'), name='practice_published_has_slug'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), ('purged_at__isnull', False), _connector='OR'), name='practice_withdrawn_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('licence_agreed_at__isnull', True), models.Q(('licence', ''), _negated=True), _connector='OR'), name='practice_agreed_licence_named'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('translation_of__isnull', True), models.Q(('translation_of', models.F('id')), _negated=True), _connector='OR'), name='practice_not_its_own_translation'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('translated_by', ''), ('translation_of__isnull', True)), models.Q(('translation_of__isnull', False), models.Q(('translated_by', ''), _negated=True)), _connector='OR'), name='practice_translation_has_translator'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_at__isnull', True), ('claimed_by__isnull', True)), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False), ('status', 'submitted')), _connector='OR'), name='practice_claimed_while_submitted'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(('purged_at__isnull', True), models.Q(('edition_aside__isnull', True), ('trashed_at__isnull', False)), _connector='OR'), name='practice_purged_from_the_trash'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('edition_aside__isnull', False), ('purged_at__isnull', False), _connector='OR'), name='practice_withdrawn_keeps_its_edition'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['-first_published_at', '-id'], name='edition_newest'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['period_start', 'period_end', 'period_ongoing', 'outcome', 'evidence', 'cost', 'id'], name='edition_by_years'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['outcome', 'evidence', 'cost', 'period_start', 'period_end', 'period_ongoing', 'id'], name='edition_by_choices'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('translation_of__isnull', False)), fields=['translation_of', 'id'], name='edition_translations'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(condition=models.Q(('original__isnull', False)), fields=['original', 'id'], name='edition_beside_original'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('country', ''), _negated=True)), name='edition_has_title_and_country'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='edition_number_from_one'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__gte', models.F('first_published_at'))), name='edition_not_before_first'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('period_start__isnull', True), ('period_end__isnull', True), ('period_start__lte', models.F('period_end')), _connector='OR'), name='edition_period_in_order'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('period_ongoing', False), ('period_end__isnull', True), _connector='OR'), name='edition_ongoing_has_no_end'),
        ),
        migrations.AddConstraint(
            model_name='trigram',
            constraint=models.UniqueConstraint(fields=('gram', 'length', 'word'), name='gram_once'),
        ),
    ]
