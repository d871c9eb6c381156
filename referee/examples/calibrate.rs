use referee::{calibrate, ensemble::Ensemble, history, moments, realism};
fn main() {
    let (h, other) = history::histories("/work/shared/data".as_ref()).unwrap();
    for x in &h {
        println!("{} {} filled {} daily {}", x.name, x.close.len(), x.filled, x.is_daily);
    }
    for (p, e) in &other {
        println!("{}: {e}", p.display());
    }
    let base = twin::file::built_in("calm").unwrap().unwrap();
    let t = calibrate::targets(&h);
    println!("{} windows", t.len());
    let started = std::time::Instant::now();
    let worlds: u32 = std::env::args().nth(1).map_or(200, |a| a.parse().unwrap());
    let ensemble = calibrate::calibrate(&base, &h, 300, worlds).unwrap();
    println!("{:?}", started.elapsed());
    for m in ensemble.members() {
        println!("{m:?}");
    }
    let r = realism::realism(&base, &ensemble, &h, 300).unwrap();
    for f in &r.facts {
        println!("{:55} real {:?} sim {:?} d {:.2}", f.name, f.real, f.simulated, f.distance);
    }
    println!("auc {}", r.auc);
    let boot = Ensemble::built_in().unwrap();
    let r = realism::realism(&base, &boot, &h, 300).unwrap();
    for f in &r.facts {
        println!("{:55} real {:?} sim {:?} d {:.2}", f.name, f.real, f.simulated, f.distance);
    }
    println!("auc {}", r.auc);
    let _ = moments::NAMES;
}
