using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

internal static class WarningsRegistration
{
    public static void AddWarnings(this IServiceCollection services)
    {
        services.AddValidatedOptions<NotificationOptions>(NotificationOptions.Section);
        services.AddSingleton(provider => new WarningsDatabase(FolderOf(provider)));
        services.AddSingleton<WarningsMetrics>();
        services.AddSingleton<CaseChanges>();
        services.AddSingleton<CaseIntake>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<IWarningsTopic, WarningsTopic>();
        services.AddHostedService<CasePublisher>();

        services.AddSingleton(provider => new NotificationSettingsStore(FolderOf(provider)));
        services.AddSingleton<NotificationQueue>();
        services.AddSingleton<EmailChannel>();
        services.AddSingleton<WebhookChannel>();
        services.AddSingleton<NotificationSender>();
        services.AddHostedService(provider => provider.GetRequiredService<NotificationSender>());
    }

    private static string FolderOf(IServiceProvider provider) =>
        PrivateFiles.CreateFolder(Path.Combine(provider.GetRequiredService<EdgeOptions>().DataFolder, AccountRegistration.Folder));
}
