using Dapr.Client;
using Jinan.IndustryBrain.EdgeConsole.Accounts;
using Jinan.IndustryBrain.EdgeConsole.Edge;
using Jinan.IndustryBrain.EdgeConsole.Notifications;
using Jinan.IndustryBrain.ServiceDefaults.Options;

namespace Jinan.IndustryBrain.EdgeConsole.Warnings;

internal static class WarningsRegistration
{
    /// <summary>Cases and whom to notify of them, and what their pages ask of other services.</summary>
    public static void AddWarnings(this IServiceCollection services)
    {
        services.AddSingleton<IExchange>(provider => new Exchange(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton<IEvidence>(provider => new EvidenceServices(provider.GetRequiredService<DaprClient>()));
        services.AddSingleton<IRollout>(provider => new RolloutService(provider.GetRequiredService<DaprClient>()));

        services.AddValidatedOptions<NotificationOptions>(NotificationOptions.Section);
        services.AddSingleton(provider => new WarningsDatabase(FolderOf(provider)));
        services.AddSingleton<WarningsMetrics>();
        services.AddSingleton<CaseChanges>();
        services.AddSingleton<CaseIntake>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<MaintenanceDesk>();
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
