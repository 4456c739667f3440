using Jinan.IndustryBrain.DevIdentity;
using Jinan.IndustryBrain.DevIdentity.Realm;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

if (args is ["realm", .. var rest])
    return await RealmCommand.RunAsync(rest, Console.Out, Console.Error);

return await ServiceRun.RunAsync(() => IssuerApplication.Build(args));
