using System.Text.Json;
using System.Text.Json.Serialization;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.EdgeConsole.Notifications;

/// <summary>The settings in a file that this user alone may read. Thread-safe.</summary>
internal sealed class NotificationSettingsStore
{
    private readonly string _file;
    private NotificationSettings _current;

    public NotificationSettingsStore(string folder)
    {
        _file = Path.Combine(folder, "notifications.json");
        _current = Read();
    }

    public NotificationSettings Current => Volatile.Read(ref _current);

    /// <param name="settings">Without faults.</param>
    public void Save(NotificationSettings settings)
    {
        PrivateFiles.Write(_file, JsonSerializer.Serialize(settings, NotificationJson.Default.NotificationSettings));
        Volatile.Write(ref _current, settings);
    }

    /// <summary>Secrets that were left empty as they are kept; but never for another place than they were given for.</summary>
    public NotificationSettings WithKeptSecrets(NotificationSettings settings)
    {
        var (email, webhook) = (settings.Email, settings.Webhook);
        if (email is { Password: null or "", User: { Length: > 0 } } && Current.Email is { } mail && (mail.Host, mail.User) == (email.Host, email.User))
            email = email with { Password = mail.Password };
        if (webhook is { Secret: "" } && Current.Webhook is { } hook && hook.Url == webhook.Url)
            webhook = webhook with { Secret = hook.Secret };
        return new NotificationSettings { Email = email, Webhook = webhook };
    }

    private NotificationSettings Read()
    {
        if (!File.Exists(_file))
            return new NotificationSettings();
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(_file), NotificationJson.Default.NotificationSettings) ?? new NotificationSettings();
        }
        catch (JsonException fault)
        {
            throw new ServiceStartException(
                $"{_file} cannot be read ({fault.Message}). Put a good copy there; or move it away, and set whom to notify again on the page of warnings.", fault);
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(NotificationSettings))]
internal sealed partial class NotificationJson : JsonSerializerContext;
